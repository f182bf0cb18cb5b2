//! All routes on one page: the table of contents of the product. Then the server.

mod headers;
mod openapi;
#[macro_use]
mod routes;
mod server;

use actix_web::web::post;

use crate::people::{Right, pages as people};
use crate::web::access::{Access, Relation, get};
use crate::{
    bank, board, catalog, costing, courses, customers, enterprises, guidance, hours, invoicing,
    ledger, orders, outside, overview, papers, proofs, purchases, qualifications,
};

pub use server::{Running, start};
pub(crate) use server::{demo, serve};

/// Method, path, right, relation and handler of every route; a route that is not here is not there.
#[expect(
    clippy::too_many_lines,
    reason = "a table of contents is read on one page, in plain words"
)]
pub(crate) fn table() -> Vec<Access> {
    use Relation::{Anyone, Course, Enterprise, Link, Mentee, Own};
    use Right::{
        AgreeKinds, AgreeOwnKinds, ApproveHours, CloseTerm, CutLinks, Desk, FollowPlans,
        HoldCourses, Invoice, LeadPlans, LogHours, ManageFarm, ManageGoals, ManageOfferings,
        ManagePeople, OpenTablets, OwnPapers, OwnPlan, OwnProgress, PlanDay, Public, Purchase,
        SeeCourseReport, SeeInvoices, SeeLedger, SeeMail, SeeMentees, SeeOverview, SeePapers,
        SeeProgress, SeeQualification, SeeReports, SeeResults, SeeWorkingTime, SetRates, SignGoals,
        SignedIn, TakeCourses, TakeProofs, WithdrawProofs, WriteOff,
    };

    routes! {
        // The house.
        get "/healthz" Public Anyone server::health;
        get "/s/{name}" Public Anyone crate::web::assets::file;
        get "/worker.js" Public Anyone crate::web::assets::worker;

        // The shop: front page, basket, checkout, the status link.
        get "/" Public Anyone orders::pages::front;
        get "/vare/{code}" Public Anyone orders::pages::offering;
        post "/kurv" Public Anyone orders::pages::put_in_basket;
        get "/bestilling" Public Anyone orders::pages::checkout;
        post "/bestilling" Public Anyone orders::pages::order;
        get "/bestilling/{token}" Public Link orders::pages::receipt;
        get "/bestilling/{token}/faktura.pdf" Public Link invoicing::pages::customer_pdf;
        get "/bestilling/{token}/angring" Public Link orders::pages::withdraw_form;
        post "/bestilling/{token}/angring" Public Link orders::pages::withdraw;
        get "/bilde/{id}" Public Anyone catalog::pages::photo;
        get "/om" Public Anyone enterprises::pages::about;
        get "/vilkar" Public Anyone enterprises::pages::terms;
        get "/personvern" Public Anyone enterprises::pages::privacy;
        get "/tilgjengelighet" Public Anyone enterprises::pages::accessibility;

        // Is a proof valid? For anyone who was shown one, and for their programs.
        get "/bevis" Public Anyone proofs::pages::check_form;
        post "/bevis" Public Anyone proofs::pages::check;
        get "/bevis/nokler.json" Public Anyone proofs::pages::keys;
        get "/bevis/{id}" Public Link proofs::pages::check_one;

        // Signing in and out; one's own page.
        get "/intern/logg-inn" Public Anyone people::show_sign_in;
        post "/intern/logg-inn" Public Anyone people::sign_in;
        post "/intern/logg-ut" SignedIn Own people::sign_out;
        get "/velkommen/{token}" Public Link people::welcome;
        post "/velkommen/{token}" Public Link people::set_password;
        get "/intern" SignedIn Anyone hours::pages::home;
        get "/intern/meg" SignedIn Own people::me;
        post "/intern/meg/passord" SignedIn Own people::change_password;
        post "/intern/meg/innlogginger/avslutning" SignedIn Own people::end_session;
        post "/intern/meg/innlogginger/andre/avslutning" SignedIn Own people::end_others;
        post "/intern/meg/nokler/avslutning" SignedIn Own people::revoke_token;

        // Shared tablets: the lock page names nobody; a tablet's cookie is 128 random bits.
        get "/nettbrett" Public Link people::lock;
        get "/nettbrett/hvem" Public Link people::choose;
        post "/nettbrett/hvem" Public Link people::unlock;
        get "/intern/nettbrett" OpenTablets Own people::tablets;
        post "/intern/nettbrett" OpenTablets Own people::open_tablet;
        post "/intern/nettbrett/{id}/avslutning" OpenTablets Own people::end_tablet;
        post "/intern/meg/pin" SignedIn Own people::choose_pin;
        post "/intern/meg/pin/fjerning" SignedIn Own people::forget_pin;

        // The desk: orders, stopping new ones.
        get "/intern/bestillinger" Desk Enterprise costing::pages::list;
        get "/intern/bestillinger/ny" Desk Enterprise orders::pages::enter_form;
        post "/intern/bestillinger/ny" Desk Enterprise orders::pages::enter;
        get "/intern/bestillinger/{number}" Desk Enterprise costing::pages::show;
        post "/intern/bestillinger/{number}/bekreftelse" Desk Enterprise costing::pages::confirmation;
        post "/intern/bestillinger/{number}/avlysning" Desk Enterprise costing::pages::cancellation;
        post "/intern/bestillinger/{number}/levering" Desk Enterprise costing::pages::delivery;
        post "/intern/bestillinger/{number}/adresse" Desk Enterprise costing::pages::address;
        post "/intern/bestillinger/{number}/avtalt-tid" Desk Enterprise costing::pages::estimate;
        post "/intern/bestillinger/{number}/melding" Desk Enterprise costing::pages::message;
        get "/intern/bestillinger/{number}/kostnad" Desk Enterprise costing::pages::cost;
        get "/intern/bestillinger/{number}/kostnad.csv" Desk Enterprise costing::pages::cost_file;
        get "/intern/satser" SetRates Anyone costing::pages::rates;
        post "/intern/satser" SetRates Anyone costing::pages::set_rate;
        get "/intern/stopp" ManageOfferings Enterprise catalog::pages::stops;
        post "/intern/stopp" ManageOfferings Enterprise catalog::pages::stop;
        post "/intern/stopp/{id}/oppheving" ManageOfferings Enterprise catalog::pages::lift;

        // Invoices, payments, customers.
        get "/intern/kunder" Invoice Anyone customers::pages::list;
        get "/intern/kunder/{id}" Invoice Anyone customers::pages::show;
        get "/intern/kunder/{id}/adresse" Invoice Anyone customers::pages::contact;
        post "/intern/kunder/{id}/adresse" Invoice Anyone customers::pages::set_contact;
        get "/intern/kunder/{id}/kontoutskrift.csv" SeeInvoices Anyone invoicing::pages::statement_file;
        get "/intern/kunder/{id}/kontoutskrift" SeeInvoices Anyone invoicing::pages::statement;
        post "/intern/kunder/{id}/sammenslaing" Invoice Anyone customers::pages::merging;
        get "/intern/fakturaer" SeeInvoices Anyone invoicing::pages::list;
        get "/intern/fakturaer/{number}" SeeInvoices Anyone invoicing::pages::show;
        get "/intern/fakturaer/{number}/ehf.xml" SeeInvoices Anyone invoicing::pages::ehf;
        get "/intern/fakturaer/{number}/faktura.pdf" SeeInvoices Anyone invoicing::pages::pdf;
        post "/intern/fakturaer/{number}/kreditnota" Invoice Anyone invoicing::pages::credit;
        post "/intern/fakturaer/{number}/betaling" Invoice Anyone invoicing::pages::pay;
        post "/intern/bestillinger/{number}/faktura" Invoice Anyone invoicing::pages::issue;
        get "/intern/fakturaer/{number}/purring/{n}" SeeInvoices Anyone invoicing::pages::reminder;
        get "/intern/fakturaer/{number}/purring/{n}/purring.pdf" SeeInvoices Anyone invoicing::pages::reminder_pdf;
        get "/intern/fordringer" SeeInvoices Anyone invoicing::pages::receivables;
        post "/intern/fakturaer/{number}/ehf" Invoice Anyone invoicing::pages::send_ehf;
        post "/intern/fakturaer/{number}/epost" Invoice Anyone invoicing::pages::mail;
        post "/intern/fakturaer/{number}/tap" WriteOff Anyone invoicing::pages::propose_loss;
        get "/intern/tap" WriteOff Anyone invoicing::pages::losses;
        post "/intern/tap/{id}/ja" WriteOff Anyone invoicing::pages::accept_loss;
        post "/intern/tap/{id}/nei" WriteOff Anyone invoicing::pages::decline_loss;
        post "/intern/tap/{id}/gjenapning" WriteOff Anyone invoicing::pages::reopen_loss;
        get "/intern/purringer" Invoice Anyone invoicing::pages::reminders;
        post "/intern/purringer" Invoice Anyone invoicing::pages::remind;
        get "/intern/purringer/satser" SetRates Anyone invoicing::pages::terms;
        post "/intern/purringer/satser" SetRates Anyone invoicing::pages::set_term;
        post "/intern/fakturaer/{number}/tilgode" Invoice Anyone invoicing::pages::move_to_credit;
        post "/intern/fakturaer/{number}/betaling/{id}/tilbakeforing" Invoice Anyone bank::pages::take_back;
        get "/intern/tilgode/{customer}" SeeInvoices Anyone invoicing::pages::credit_of;
        post "/intern/tilgode/{customer}/faktura" Invoice Anyone invoicing::pages::use_credit;
        post "/intern/tilgode/{customer}/utbetaling" Invoice Anyone invoicing::pages::pay_back;

        // Money in, from the bank.
        get "/intern/innbetalinger" SeeInvoices Anyone bank::pages::index;
        post "/intern/innbetalinger" Invoice Anyone bank::pages::upload;
        get "/intern/innbetalinger/fil/{id}" SeeInvoices Anyone bank::pages::file;
        get "/intern/innbetalinger/{id}" SeeInvoices Anyone bank::pages::show;
        post "/intern/innbetalinger/{id}" Invoice Anyone bank::pages::settle;

        // Hours.
        get "/intern/timer" LogHours Own hours::pages::week;
        post "/intern/timer" LogHours Own hours::pages::save_day;
        get "/intern/timer/14-dager.csv" OwnPapers Own papers::pages::fortnight_file;
        get "/intern/timer/14-dager.pdf" OwnPapers Own papers::pages::fortnight_pdf;
        get "/intern/timer/14-dager" OwnPapers Own papers::pages::fortnight;
        get "/intern/timer/arbeidstid.csv" OwnPapers Own papers::pages::own_time_file;
        get "/intern/timer/arbeidstid.pdf" OwnPapers Own papers::pages::own_time_pdf;
        get "/intern/timer/arbeidstid" OwnPapers Own papers::pages::own_time;
        get "/intern/timer/ny" LogHours Own hours::pages::new_day;
        get "/intern/timer/uten-nett" LogHours Own hours::pages::without_coverage;
        get "/intern/timer/ventende" LogHours Own hours::pages::queue_token;
        post "/intern/timer/ventende" LogHours Own hours::pages::take_queued;
        post "/intern/timer/kopi" LogHours Own hours::pages::copy_day;
        post "/intern/timer/uke" LogHours Own hours::pages::send_week;
        post "/intern/timer/uke/angre" LogHours Own hours::pages::reopen_week;
        post "/intern/timer/klokke/inn" LogHours Own hours::pages::clock_in;
        get "/intern/timer/klokke/ut" LogHours Own hours::pages::ask_break;
        post "/intern/timer/klokke/ut" LogHours Own hours::pages::clock_out;
        get "/intern/timer/klokke/glemt" LogHours Own hours::pages::ask_end;
        post "/intern/timer/klokke/glemt" LogHours Own hours::pages::tell_end;
        post "/intern/timer/klokke/angre" LogHours Own hours::pages::clock_undo;
        get "/intern/timer/slag" AgreeOwnKinds Own hours::pages::own_kinds;
        post "/intern/timer/slag" AgreeOwnKinds Own hours::pages::propose_own_kind;
        post "/intern/timer/slag/{id}/ja" AgreeOwnKinds Own hours::pages::accept_own_kind;
        post "/intern/timer/slag/{id}/nei" AgreeOwnKinds Own hours::pages::decline_own_kind;
        post "/intern/timer/rettelse/{id}/angre" LogHours Own hours::pages::withdraw_correction;
        get "/intern/timer/{id}" LogHours Own hours::pages::edit_day;
        post "/intern/timer/{id}" LogHours Own hours::pages::change_day;
        post "/intern/timer/{id}/slett" LogHours Own hours::pages::forget_day;
        get "/intern/timer/{id}/rettelse" LogHours Own hours::pages::correction;
        post "/intern/timer/{id}/rettelse" LogHours Own hours::pages::ask_correction;
        get "/intern/godkjenning" ApproveHours Enterprise hours::pages::waiting;
        post "/intern/godkjenning" ApproveHours Enterprise hours::pages::approve_shown;
        post "/intern/timer/{id}/godkjenning" ApproveHours Enterprise hours::pages::approve_one;
        post "/intern/timer/{id}/retur" ApproveHours Enterprise hours::pages::send_back;
        post "/intern/godkjenning/rettelse/{id}/ja" ApproveHours Enterprise hours::pages::accept_correction;
        post "/intern/godkjenning/rettelse/{id}/nei" ApproveHours Enterprise hours::pages::decline_correction;
        get "/intern/slag" AgreeKinds Anyone hours::pages::open_kinds;
        get "/intern/slag/{resident}" AgreeKinds Anyone hours::pages::kinds_of;
        post "/intern/slag/{resident}" AgreeKinds Anyone hours::pages::propose_kind;
        post "/intern/slag/{resident}/{id}/ja" AgreeKinds Anyone hours::pages::accept_kind;
        post "/intern/slag/{resident}/{id}/nei" AgreeKinds Anyone hours::pages::decline_kind;
        get "/intern/tavle" PlanDay Enterprise board::pages::index;
        post "/intern/tavle" PlanDay Enterprise board::pages::set_hand;
        post "/intern/tavle/{id}/av" PlanDay Enterprise board::pages::take_off;
        post "/intern/tavle/{id}/angring" PlanDay Enterprise board::pages::undo;
        get "/intern/adepter" SeeMentees Mentee guidance::pages::today;
        get "/intern/adepter/{id}" SeeMentees Mentee hours::pages::mentee;
        get "/intern/oversikt/timer" SeeOverview Anyone hours::pages::rows;

        // Papers.
        get "/intern/papirer" SeePapers Enterprise papers::pages::shelf;
        get "/intern/papirer/timeliste/{number}.csv" SeePapers Enterprise papers::pages::time_sheet_file;
        get "/intern/papirer/timeliste/{number}.pdf" SeePapers Enterprise papers::pages::time_sheet_pdf;
        get "/intern/papirer/timeliste/{number}" SeePapers Enterprise papers::pages::time_sheet;
        get "/intern/papirer/personalliste/{code}.csv" SeePapers Enterprise papers::pages::staff_list_file;
        get "/intern/papirer/personalliste/{code}.pdf" SeePapers Enterprise papers::pages::staff_list_pdf;
        get "/intern/papirer/personalliste/{code}" SeePapers Enterprise papers::pages::staff_list;
        get "/intern/papirer/arbeidstid/{code}.csv" SeeWorkingTime Enterprise papers::pages::working_time_file;
        get "/intern/papirer/arbeidstid/{code}.pdf" SeeWorkingTime Enterprise papers::pages::working_time_pdf;
        get "/intern/papirer/arbeidstid/{code}" SeeWorkingTime Enterprise papers::pages::working_time;

        // What people learn.
        get "/intern/det-jeg-kan" OwnProgress Own qualifications::pages::own;
        get "/intern/det-jeg-kan/ny" OwnProgress Own qualifications::pages::new;
        post "/intern/det-jeg-kan/bilde" OwnProgress Own qualifications::pages::show;
        get "/intern/det-jeg-kan/{id}/bilde" OwnProgress Own qualifications::pages::own_photo;
        post "/intern/det-jeg-kan/{id}/bort" OwnProgress Own qualifications::pages::take_back;
        post "/intern/det-jeg-kan/{id}/angring" OwnProgress Own qualifications::pages::undo_take_back;
        get "/intern/mal" SignGoals Enterprise qualifications::pages::led;
        get "/intern/mal/{id}/bilde" SignGoals Enterprise qualifications::pages::led_photo;
        post "/intern/mal/{id}/godkjenning" SignGoals Enterprise qualifications::pages::approve;
        post "/intern/mal/{id}/ikke-enna" SignGoals Enterprise qualifications::pages::not_yet;
        post "/intern/mal/stempel/{id}/angring" SignGoals Enterprise qualifications::pages::undo;
        get "/intern/veier" SeeProgress Mentee qualifications::pages::list;
        get "/intern/kvalifisering/{resident}" SeeProgress Mentee qualifications::pages::person;
        get "/intern/kvalifisering/{resident}/bilde/{id}" SeeProgress Mentee qualifications::pages::followed_photo;
        post "/intern/kvalifisering/{resident}/sett/{id}" SeeProgress Mentee qualifications::pages::see_evidence;
        post "/intern/kvalifisering/{resident}/stempel/{id}/angring" SeeProgress Mentee qualifications::pages::undo_seen;
        post "/intern/kvalifisering/{resident}/veier" SeeProgress Mentee qualifications::pages::open;
        post "/intern/kvalifisering/{resident}/veier/{id}/avslutning" SeeProgress Mentee qualifications::pages::end;
        post "/intern/kvalifisering/{resident}/veier/{id}/gjenapning" SeeProgress Mentee qualifications::pages::reopen;
        post "/intern/kvalifisering/{resident}/veier/{id}/lonn" SeeProgress Mentee qualifications::pages::wage;
        get "/intern/kompetansemal" ManageGoals Anyone qualifications::pages::index;
        post "/intern/kompetansemal" ManageGoals Anyone qualifications::pages::create;
        post "/intern/kompetansemal/fil" ManageGoals Anyone qualifications::pages::upload;
        post "/intern/kompetansemal/henting" ManageGoals Anyone qualifications::pages::fetch;
        get "/intern/kompetansemal/mal/{id}" ManageGoals Anyone qualifications::pages::goal;
        post "/intern/kompetansemal/mal/{id}" ManageGoals Anyone qualifications::pages::change;
        post "/intern/kompetansemal/mal/{id}/arbeid" ManageGoals Anyone qualifications::pages::work;
        post "/intern/kompetansemal/mal/{id}/avslutning" ManageGoals Anyone qualifications::pages::end_goal;
        post "/intern/kompetansemal/mal/{id}/gjenapning" ManageGoals Anyone qualifications::pages::reopen_goal;
        get "/intern/kompetansemal/{code}" ManageGoals Anyone qualifications::pages::curriculum;
        post "/intern/kompetansemal/{code}" ManageGoals Anyone qualifications::pages::add;
        post "/intern/kompetansemal/{code}/naeringer" ManageGoals Anyone qualifications::pages::practise;

        // Plans: one's own, those one follows, everyone's; figures without persons.
        get "/intern/plan" OwnPlan Own guidance::pages::plan;
        post "/intern/plan/deler" OwnPlan Own guidance::pages::add_element;
        post "/intern/plan/deler/{id}/ferdig" OwnPlan Own guidance::pages::element_done;
        post "/intern/plan/deler/{id}/angre" OwnPlan Own guidance::pages::element_undone;
        post "/intern/plan/deler/{id}/bort" OwnPlan Own guidance::pages::element_away;
        post "/intern/plan/deler/{id}/tilbake" OwnPlan Own guidance::pages::element_back;
        post "/intern/plan/avtalt/{id}/ferdig" OwnPlan Own guidance::pages::agreed_done;
        post "/intern/plan/avtalt/{id}/angre" OwnPlan Own guidance::pages::agreed_undone;
        post "/intern/plan/pause" OwnPlan Own guidance::pages::begin_pause;
        post "/intern/plan/pause/slutt" OwnPlan Own guidance::pages::end_pause;
        post "/intern/plan/snakke" OwnPlan Own guidance::pages::ask;
        post "/intern/plan/snakke/angre" OwnPlan Own guidance::pages::take_back_ask;
        post "/intern/plan/mentor" OwnPlan Own guidance::pages::wish_mentoring;
        post "/intern/plan/mentor/ja" OwnPlan Own guidance::pages::accept_mentoring;
        post "/intern/plan/mentor/nei" OwnPlan Own guidance::pages::withdraw_mentoring;
        get "/intern/planer" LeadPlans Anyone guidance::pages::list;
        get "/intern/planer/{resident}" FollowPlans Mentee guidance::pages::plan_for;
        post "/intern/planer/{resident}/deler" FollowPlans Mentee guidance::pages::add_element_for;
        post "/intern/planer/{resident}/trinn" FollowPlans Mentee guidance::pages::set_step;
        post "/intern/planer/{resident}/pause" FollowPlans Mentee guidance::pages::begin_pause_for;
        post "/intern/planer/{resident}/pause/slutt" FollowPlans Mentee guidance::pages::end_pause_for;
        post "/intern/planer/{resident}/snakket" FollowPlans Mentee guidance::pages::answered;
        get "/intern/samtale/{resident}" FollowPlans Mentee guidance::pages::talk_form;
        post "/intern/samtale/{resident}" FollowPlans Mentee guidance::pages::hold_talk;
        post "/intern/planer/{resident}/mentor" LeadPlans Anyone guidance::pages::offer_mentoring;
        post "/intern/planer/{resident}/mentor/rolle" LeadPlans Anyone guidance::pages::give_mentoring;
        post "/intern/planer/{resident}/mentor/nei" LeadPlans Anyone guidance::pages::decline_mentoring;
        get "/intern/planer/{resident}/utflytting" LeadPlans Anyone guidance::pages::departure;
        post "/intern/planer/{resident}/utflytting" LeadPlans Anyone guidance::pages::record_departure;
        post "/intern/planer/{resident}/utflytting/angre" LeadPlans Anyone guidance::pages::undo_departure;
        post "/intern/mal/{goal}/tavle" PlanDay Enterprise guidance::pages::set_to_learn;
        get "/intern/kvalifisering" SeeQualification Anyone guidance::pages::qualification;
        // Courses: one's own, those one holds, and the yearly count.
        get "/intern/kurs" TakeCourses Own courses::pages::index;
        get "/intern/kurs/styring" HoldCourses Course courses::pages::steering;
        get "/intern/kurs/styring/nytt" HoldCourses Anyone courses::pages::new;
        post "/intern/kurs/styring/nytt" HoldCourses Anyone courses::pages::create;
        get "/intern/kurs/styring/kurs/{code}" HoldCourses Anyone courses::pages::edit;
        post "/intern/kurs/styring/kurs/{code}" HoldCourses Anyone courses::pages::change;
        get "/intern/kurs/styring/kurs/{code}/gang" HoldCourses Anyone courses::pages::plan_form;
        post "/intern/kurs/styring/kurs/{code}/gang" HoldCourses Anyone courses::pages::plan;
        get "/intern/kurs/styring/gang/{id}" HoldCourses Course courses::pages::show;
        post "/intern/kurs/styring/gang/{id}/oppmote" HoldCourses Course courses::pages::mark;
        post "/intern/kurs/styring/gang/{id}/bevis" HoldCourses Course courses::pages::issue_all;
        post "/intern/kurs/styring/gang/{id}/bevis/ja" HoldCourses Course courses::pages::issue_one;
        post "/intern/kurs/styring/gang/{id}/plasser" HoldCourses Course courses::pages::set_places;
        post "/intern/kurs/styring/gang/{id}/samling" HoldCourses Course courses::pages::add_session;
        post "/intern/kurs/styring/gang/{id}/avlysning" HoldCourses Course courses::pages::call_off;
        post "/intern/kurs/styring/gang/{id}/avlysning/angre" HoldCourses Course courses::pages::reopen;
        post "/intern/kurs/styring/gang/{id}/bevis/feil" HoldCourses Course courses::pages::take_back;
        get "/intern/kurs/rapport" SeeCourseReport Anyone courses::pages::report;
        get "/intern/kurs/rapport.csv" SeeCourseReport Anyone courses::pages::report_file;
        get "/intern/kurs/bevis/{id}" TakeCourses Own courses::pages::certificate;
        get "/intern/kurs/{run}" TakeCourses Anyone courses::pages::one;
        post "/intern/kurs/{run}/pamelding" TakeCourses Anyone courses::pages::sign_up;
        post "/intern/kurs/{run}/avmelding" TakeCourses Anyone courses::pages::sign_off;

        // What leaves with a person.
        get "/intern/ta-med" TakeProofs Own proofs::pages::mine;
        post "/intern/ta-med" TakeProofs Own proofs::pages::take;
        post "/intern/ta-med/fil" TakeProofs Own proofs::pages::file;
        post "/intern/ta-med/papir" TakeProofs Own proofs::pages::paper;
        get "/intern/ta-med/kursbevis/{id}" TakeProofs Own proofs::pages::certificate;
        get "/intern/ta-med/alt" TakeProofs Own proofs::pages::everything;
        get "/intern/ta-med/kutt" TakeProofs Own proofs::pages::cut_form;
        post "/intern/ta-med/kutt" TakeProofs Own proofs::pages::wish_cut;
        post "/intern/ta-med/kutt/angre" TakeProofs Own proofs::pages::stop_own_cut;
        get "/intern/kutt" CutLinks Anyone proofs::pages::cut_wishes;
        post "/intern/kutt/{id}/ja" CutLinks Anyone proofs::pages::agree_to_cut;
        post "/intern/kutt/{id}/nei" CutLinks Anyone proofs::pages::stop_cut;
        get "/intern/bevis" WithdrawProofs Anyone proofs::pages::withdrawn;
        post "/intern/bevis" WithdrawProofs Anyone proofs::pages::withdraw_proof;
        get "/intern/bevis/utsteder" WithdrawProofs Anyone proofs::pages::issuer_page;
        post "/intern/bevis/utsteder" WithdrawProofs Anyone proofs::pages::save_issuer;
        post "/intern/bevis/{id}/angring" WithdrawProofs Anyone proofs::pages::let_hold;

        // Overview and results.
        get "/intern/oversikt" SeeOverview Anyone overview::pages::index;
        get "/intern/oversikt/omsetning" SeeOverview Anyone overview::pages::revenue;
        get "/intern/oversikt/kostnader" SeeOverview Anyone overview::pages::costs;
        get "/intern/oversikt/bidrag" SeeOverview Anyone overview::pages::contribution;
        get "/intern/oversikt/driftskostnader" SeeOverview Anyone overview::pages::running_costs;
        get "/intern/oversikt/egne-inntekter" SeeOverview Anyone overview::pages::own_income;
        get "/intern/oversikt/egenandel" SeeOverview Anyone overview::pages::own_share;
        get "/intern/oversikt/arbeidskostnad" SeeOverview Anyone overview::pages::production;
        get "/intern/oversikt/laeretid" SeeOverview Anyone overview::pages::learning;
        get "/intern/oversikt/igjen-uten-laeretid" SeeOverview Anyone overview::pages::without_learning;
        get "/intern/oversikt/igjen-med-laeretid" SeeOverview Anyone overview::pages::with_learning;
        get "/intern/oversikt/{what}.csv" SeeOverview Anyone overview::pages::file;
        get "/intern/resultater" SeeResults Anyone overview::pages::results;

        // The books, receipts, VAT terms.
        get "/intern/regnskap" SeeLedger Anyone ledger::pages::books;
        get "/intern/regnskap/konto/{no}" SeeLedger Anyone ledger::pages::account;
        get "/intern/regnskap/bilag/{year}/{number}" SeeLedger Anyone ledger::pages::voucher;
        post "/intern/regnskap/bilag/{year}/{number}/rettelse" CloseTerm Anyone ledger::pages::reverse;
        get "/intern/mva" SeeLedger Anyone ledger::pages::terms;
        get "/intern/mva/{year}/{term}" SeeLedger Anyone ledger::pages::term;
        get "/intern/mva/{year}/{term}/grunnlag/{code}" SeeLedger Anyone ledger::pages::base;
        post "/intern/mva/{year}/{term}" CloseTerm Anyone ledger::pages::close;
        get "/intern/innkjop" Purchase Anyone purchases::pages::list;
        get "/intern/innkjop/ny" Purchase Anyone purchases::pages::new;
        post "/intern/innkjop" Purchase Anyone purchases::pages::create;
        post "/intern/innkjop/betaling" Purchase Anyone purchases::pages::pay;
        post "/intern/innkjop/bestilling" Purchase Anyone purchases::pages::tie;

        // Running the farm: seller, enterprises, offerings.
        get "/intern/garden" ManageFarm Anyone enterprises::pages::show_seller;
        post "/intern/garden" ManageFarm Anyone enterprises::pages::save_seller;
        get "/intern/naeringer" ManageFarm Anyone enterprises::pages::index;
        post "/intern/naeringer" ManageFarm Anyone enterprises::pages::create;
        get "/intern/naeringer/ny" ManageFarm Anyone enterprises::pages::new;
        get "/intern/naeringer/{code}" ManageFarm Anyone enterprises::pages::edit;
        post "/intern/naeringer/{code}" ManageFarm Anyone enterprises::pages::change;
        get "/intern/varer" ManageOfferings Enterprise catalog::pages::index;
        post "/intern/varer" ManageOfferings Enterprise catalog::pages::create;
        get "/intern/varer/ny" ManageOfferings Enterprise catalog::pages::new;
        get "/intern/varer/{code}" ManageOfferings Enterprise catalog::pages::edit;
        post "/intern/varer/{code}" ManageOfferings Enterprise catalog::pages::change;
        post "/intern/varer/{code}/bilde" ManageOfferings Enterprise catalog::pages::set_photo;
        post "/intern/varer/{code}/bilde/fjerning" ManageOfferings Enterprise catalog::pages::remove_photo;

        // People; mail.
        get "/intern/epost" SeeMail Anyone outside::pages::list;
        get "/intern/epost/{id}" SeeMail Anyone outside::pages::show;
        get "/intern/folk" ManagePeople Anyone people::list;
        post "/intern/folk" ManagePeople Anyone people::register;
        get "/intern/folk/ny" ManagePeople Anyone people::new;
        get "/intern/folk/{id}" ManagePeople Anyone people::person;
        post "/intern/folk/{id}/roller" ManagePeople Anyone people::give_role;
        post "/intern/folk/{id}/roller/{grant}/avslutning" ManagePeople Anyone people::end_role;
        post "/intern/folk/{id}/naeringer" ManagePeople Anyone people::give_part;
        post "/intern/folk/{id}/naeringer/{part}/avslutning" ManagePeople Anyone people::end_part;
        post "/intern/folk/{id}/mentorer" ManagePeople Anyone people::give_mentor;
        post "/intern/folk/{id}/mentorer/{row}/avslutning" ManagePeople Anyone people::end_mentor;
        post "/intern/folk/{id}/lenke" ManagePeople Anyone people::new_link;
        post "/intern/folk/{id}/innlogginger/avslutning" ManagePeople Anyone people::end_sessions;
        post "/intern/folk/{id}/avslutning" ManagePeople Anyone people::end_account;
        post "/intern/folk/{id}/gjenapning" ManagePeople Anyone people::reopen_account;

        // For programs.
        get "/api/v1/openapi.json" Public Anyone openapi::document;
        post "/api/v1/orders/{number}/invoice" Invoice Anyone invoicing::api::issue;
        get "/api/v1/invoices" SeeInvoices Anyone invoicing::api::list;
        get "/api/v1/reports/{kind}" SeeReports Anyone overview::api::get_report;
        get "/api/v1/offerings" Public Anyone catalog::api::offerings;
        post "/api/v1/hours" LogHours Own hours::api::log_hours;
        post "/api/v1/hours/{id}/approval" ApproveHours Enterprise hours::api::approve;
        post "/api/v1/orders" Public Anyone orders::api::place;
        get "/api/v1/orders" Invoice Anyone orders::api::list;
        get "/api/v1/orders/{token}" Public Link orders::api::seen;
        post "/api/v1/orders/{number}/delivery" Invoice Anyone orders::api::delivery;
    }
}
