//! Pictures of what the made-up farm sells, drawn in flat shapes. Pure.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;

const GROUND: Rgb<u8> = Rgb([0xdc, 0xec, 0xe8]);
const FLOOR: Rgb<u8> = Rgb([0xc3, 0xdc, 0xd5]);
const GREEN: Rgb<u8> = Rgb([0x0d, 0x7a, 0x5f]);
const LEAF: Rgb<u8> = Rgb([0x4f, 0x9d, 0x86]);
const BARK: Rgb<u8> = Rgb([0x7c, 0x52, 0x32]);
const WOOD: Rgb<u8> = Rgb([0xb9, 0x85, 0x52]);
const PALE: Rgb<u8> = Rgb([0xe3, 0xc2, 0x94]);
const CREAM: Rgb<u8> = Rgb([0xfb, 0xf3, 0xe4]);
const RED: Rgb<u8> = Rgb([0xc6, 0x4f, 0x45]);
const YELLOW: Rgb<u8> = Rgb([0xe9, 0xb9, 0x49]);
const STEEL: Rgb<u8> = Rgb([0x6d, 0x76, 0x7d]);
const WHITE: Rgb<u8> = Rgb([0xff, 0xff, 0xff]);
const PURPLE: Rgb<u8> = Rgb([0x5b, 0x3f, 0xa0]);

/// A flat shape, in pixels of the picture.
#[derive(Clone, Copy)]
enum Shape {
    /// Left, top, width, height.
    Box(i64, i64, i64, i64),
    /// The middle, and half the width and height.
    Round(i64, i64, i64, i64),
    /// The upper half of a round.
    Dome(i64, i64, i64, i64),
    /// Corners of a convex figure, one way round.
    Poly(&'static [(i64, i64)]),
}
use Shape::{Box, Dome, Poly, Round};

type Drawing = &'static [(Shape, Rgb<u8>)];

const LOGS: Drawing = &[
    (Round(200, 345, 62, 62), BARK),
    (Round(200, 345, 50, 50), PALE),
    (Round(200, 345, 20, 20), WOOD),
    (Round(320, 345, 62, 62), BARK),
    (Round(320, 345, 50, 50), PALE),
    (Round(320, 345, 20, 20), WOOD),
    (Round(440, 345, 62, 62), BARK),
    (Round(440, 345, 50, 50), PALE),
    (Round(440, 345, 20, 20), WOOD),
    (Round(260, 240, 62, 62), BARK),
    (Round(260, 240, 50, 50), PALE),
    (Round(260, 240, 20, 20), WOOD),
    (Round(380, 240, 62, 62), BARK),
    (Round(380, 240, 50, 50), PALE),
    (Round(380, 240, 20, 20), WOOD),
    (Round(320, 135, 62, 62), BARK),
    (Round(320, 135, 50, 50), PALE),
    (Round(320, 135, 20, 20), WOOD),
];
const KINDLING: Drawing = &[
    (Box(214, 118, 34, 290), WOOD),
    (Box(252, 92, 30, 316), PALE),
    (Box(286, 128, 34, 280), BARK),
    (Box(324, 84, 30, 324), PALE),
    (Box(358, 120, 34, 288), WOOD),
    (Box(396, 104, 30, 304), PALE),
    (Box(204, 236, 232, 44), GREEN),
];
const BENCH: Drawing = &[
    (Box(120, 180, 22, 228), BARK),
    (Box(498, 180, 22, 228), BARK),
    (Box(104, 180, 432, 34), WOOD),
    (Box(104, 226, 432, 34), WOOD),
    (Box(88, 296, 464, 34), PALE),
    (Box(88, 330, 464, 14), WOOD),
];
const PLANTER: Drawing = &[
    (Round(220, 206, 62, 70), LEAF),
    (Round(320, 176, 74, 92), GREEN),
    (Round(420, 206, 62, 70), LEAF),
    (Round(250, 160, 20, 20), RED),
    (Round(372, 132, 20, 20), YELLOW),
    (Round(420, 190, 20, 20), RED),
    (Box(140, 240, 360, 168), WOOD),
    (Box(140, 292, 360, 8), BARK),
    (Box(140, 348, 360, 8), BARK),
    (Box(128, 228, 384, 24), PALE),
];
const HAMMER: Drawing = &[
    (Box(300, 190, 40, 218), WOOD),
    (Box(300, 360, 40, 48), BARK),
    (Box(210, 110, 190, 84), STEEL),
    (Poly(&[(400, 110), (470, 152), (400, 194)]), STEEL),
    (Box(194, 100, 30, 104), STEEL),
];
const TABLE: Drawing = &[
    (Poly(&[(170, 216), (204, 216), (164, 408), (130, 408)]), BARK),
    (Poly(&[(436, 216), (470, 216), (510, 408), (476, 408)]), BARK),
    (Box(80, 184, 480, 40), WOOD),
    (Box(80, 176, 480, 16), PALE),
    (Box(40, 312, 560, 22), PALE),
    (Box(84, 334, 26, 74), WOOD),
    (Box(530, 334, 26, 74), WOOD),
];
const CAKE: Drawing = &[
    (Round(320, 392, 230, 26), WHITE),
    (Box(160, 226, 320, 160), CREAM),
    (Box(160, 270, 320, 18), YELLOW),
    (Box(160, 326, 320, 18), RED),
    (Round(320, 226, 160, 34), WHITE),
    (Round(230, 200, 26, 26), RED),
    (Round(320, 186, 28, 28), RED),
    (Round(410, 200, 26, 26), RED),
    (Round(275, 216, 24, 24), RED),
    (Round(365, 216, 24, 24), RED),
    (Poly(&[(320, 140), (346, 162), (320, 166)]), LEAF),
];
const LUNCH: Drawing = &[
    (Round(320, 364, 270, 50), WHITE),
    (Round(320, 358, 226, 34), GROUND),
    (Poly(&[(110, 350), (220, 190), (310, 350)]), PALE),
    (Poly(&[(132, 350), (220, 222), (292, 350)]), CREAM),
    (Poly(&[(230, 356), (330, 180), (420, 356)]), PALE),
    (Poly(&[(252, 356), (330, 214), (400, 356)]), CREAM),
    (Poly(&[(340, 350), (440, 190), (530, 350)]), PALE),
    (Poly(&[(362, 350), (440, 222), (510, 350)]), CREAM),
    (Box(150, 322, 350, 14), LEAF),
    (Box(150, 338, 350, 12), RED),
];
const BUNS: Drawing = &[
    (Round(206, 310, 120, 96), WOOD),
    (Round(206, 304, 96, 74), PALE),
    (Round(206, 304, 70, 52), BARK),
    (Round(206, 304, 50, 36), PALE),
    (Round(206, 304, 24, 16), BARK),
    (Round(434, 310, 120, 96), WOOD),
    (Round(434, 304, 96, 74), PALE),
    (Round(434, 304, 70, 52), BARK),
    (Round(434, 304, 50, 36), PALE),
    (Round(434, 304, 24, 16), BARK),
    (Round(320, 190, 120, 96), WOOD),
    (Round(320, 184, 96, 74), PALE),
    (Round(320, 184, 70, 52), BARK),
    (Round(320, 184, 50, 36), PALE),
    (Round(320, 184, 24, 16), BARK),
];
const SOUP: Drawing = &[
    (Box(210, 140, 220, 268), WHITE),
    (Box(222, 190, 196, 206), YELLOW),
    (Round(270, 240, 18, 14), CREAM),
    (Round(364, 266, 20, 14), CREAM),
    (Round(300, 320, 20, 14), CREAM),
    (Round(380, 340, 16, 12), LEAF),
    (Round(250, 366, 16, 12), RED),
    (Round(330, 222, 14, 10), LEAF),
    (Box(196, 96, 248, 50), GREEN),
];
const COLD_TABLE: Drawing = &[
    (Box(60, 352, 520, 56), WHITE),
    (Box(60, 352, 520, 10), PURPLE),
    (Dome(320, 340, 190, 176), STEEL),
    (Dome(300, 340, 130, 130), FLOOR),
    (Dome(310, 340, 130, 122), STEEL),
    (Box(96, 336, 448, 18), BARK),
    (Round(320, 152, 22, 22), YELLOW),
];
const FOREST: Drawing = &[
    (Round(500, 120, 46, 46), YELLOW),
    (Box(152, 330, 26, 78), BARK),
    (Poly(&[(70, 340), (165, 110), (260, 340)]), GREEN),
    (Box(452, 340, 24, 68), BARK),
    (Poly(&[(370, 350), (464, 150), (558, 350)]), GREEN),
    (Box(306, 350, 22, 58), BARK),
    (Poly(&[(230, 360), (317, 180), (404, 360)]), LEAF),
    (Poly(&[(250, 480), (306, 408), (346, 408), (420, 480)]), PALE),
];
const HELMET: Drawing = &[
    (Dome(310, 300, 170, 190), PURPLE),
    (Dome(310, 300, 40, 190), GREEN),
    (Poly(&[(440, 284), (570, 300), (570, 318), (140, 318), (140, 290)]), BARK),
    (Box(196, 316, 16, 78), STEEL),
    (Box(398, 316, 16, 78), STEEL),
    (Box(196, 384, 218, 18), STEEL),
];
const WHEEL: Drawing = &[
    (Round(320, 246, 170, 170), BARK),
    (Round(320, 246, 138, 138), GROUND),
    (Box(308, 100, 24, 292), WOOD),
    (Box(174, 234, 292, 24), WOOD),
    (Poly(&[(214, 157), (231, 140), (426, 335), (409, 352)]), WOOD),
    (Poly(&[(409, 140), (426, 157), (231, 352), (214, 335)]), WOOD),
    (Round(320, 246, 38, 38), BARK),
    (Round(320, 246, 14, 14), YELLOW),
];

/// What is drawn of each offering, by code.
const DRAWINGS: [(&str, Drawing); 14] = [
    ("TRE-VED", LOGS),
    ("TRE-OPPTENN", KINDLING),
    ("TRE-BENK", BENCH),
    ("TRE-KASSE", PLANTER),
    ("TRE-TIME", HAMMER),
    ("TRE-BORD", TABLE),
    ("KJ-KAKE", CAKE),
    ("KJ-LUNSJ", LUNCH),
    ("KJ-BOLLE", BUNS),
    ("KJ-SUPPE", SOUP),
    ("KJ-SELSKAP", COLD_TABLE),
    ("ST-RIDE", FOREST),
    ("ST-KURS", HELMET),
    ("ST-VOGN", WHEEL),
];

/// Code and PNG of each picture.
pub(super) fn pictures() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    DRAWINGS.iter().filter_map(|(code, drawing)| {
        let mut png = Vec::new();
        let written = drawn(drawing).write_to(&mut Cursor::new(&mut png), ImageFormat::Png);
        written.is_ok().then_some((*code, png))
    })
}

fn drawn(drawing: Drawing) -> RgbImage {
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, GROUND);
    paint(&mut picture, Box(0, 408, i64::from(WIDTH), 72), FLOOR);
    for (shape, colour) in drawing {
        paint(&mut picture, *shape, *colour);
    }
    picture
}

fn paint(picture: &mut RgbImage, shape: Shape, colour: Rgb<u8>) {
    let (left, top, right, bottom) = bounds(shape);
    for y in top.max(0)..bottom.min(i64::from(HEIGHT)) {
        for x in left.max(0)..right.min(i64::from(WIDTH)) {
            if let (true, Ok(x), Ok(y)) = (holds(shape, x, y), u32::try_from(x), u32::try_from(y)) {
                picture.put_pixel(x, y, colour);
            }
        }
    }
}

/// Left, top, and what is past right and bottom.
fn bounds(shape: Shape) -> (i64, i64, i64, i64) {
    match shape {
        Box(x, y, w, h) => (x, y, x + w, y + h),
        Round(x, y, rx, ry) => (x - rx, y - ry, x + rx + 1, y + ry + 1),
        Dome(x, y, rx, ry) => (x - rx, y - ry, x + rx + 1, y),
        Poly(corners) => {
            let of = |axis: fn(&(i64, i64)) -> i64| {
                let values = || corners.iter().map(axis);
                (values().min().unwrap_or_default(), values().max().unwrap_or_default() + 1)
            };
            let ((left, right), (top, bottom)) = (of(|corner| corner.0), of(|corner| corner.1));
            (left, top, right, bottom)
        }
    }
}

fn holds(shape: Shape, x: i64, y: i64) -> bool {
    match shape {
        Box(..) => true,
        Round(cx, cy, rx, ry) | Dome(cx, cy, rx, ry) => {
            let (dx, dy) = ((x - cx) * ry, (y - cy) * rx);
            dx * dx + dy * dy <= rx * rx * ry * ry
        }
        Poly(corners) => {
            let next = corners.iter().cycle().skip(1);
            let sides = corners.iter().zip(next);
            let mut turns = sides.map(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0));
            let is_within = |turn: i64| turn >= 0;
            // Whichever way round the corners stand.
            turns.clone().all(is_within) || turns.all(|turn| turn <= 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::story::OFFERINGS;
    use super::*;

    #[test]
    fn everything_that_is_sold_has_a_picture_of_its_own() {
        let drawn: Vec<&str> = pictures().map(|(code, _)| code).collect();
        let sold: Vec<&str> = OFFERINGS.iter().map(|sold| sold.code).collect();
        assert_eq!(drawn, sold);
    }

    #[test]
    fn a_convex_figure_holds_its_middle_whichever_way_its_corners_run() {
        const ONE: Shape = Poly(&[(0, 0), (10, 0), (10, 10)]);
        const OTHER: Shape = Poly(&[(10, 10), (10, 0), (0, 0)]);
        for shape in [ONE, OTHER] {
            assert!(holds(shape, 8, 4) && !holds(shape, 2, 8));
        }
    }
}
