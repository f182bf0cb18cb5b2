// @generated automatically by Diesel CLI.

diesel::table! {
    account (id) {
        id -> Text,
        login -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_reopening (id) {
        id -> Text,
        account_id -> Text,
        ended_at -> Timestamp,
        reopened_at -> Timestamp,
        reopened_by -> Text,
    }
}

diesel::table! {
    account_role (id) {
        id -> Text,
        account_id -> Text,
        role -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        granted_by -> Nullable<Text>,
        granted_at -> Timestamp,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_token (id) {
        id -> Text,
        account_id -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    balance (period, account, enterprise_id, vat_code) {
        account -> Text,
        enterprise_id -> Text,
        vat_code -> Text,
        period -> Integer,
        amount_ore -> BigInt,
        vat_base_ore -> BigInt,
        postings -> BigInt,
    }
}

diesel::table! {
    bank_entry (id) {
        id -> Text,
        file_id -> Text,
        line -> BigInt,
        bank_key -> Text,
        booked_on -> Date,
        amount_ore -> BigInt,
        kid -> Text,
        reference -> Text,
        payer -> Text,
        message -> Text,
        fate -> Text,
        payment_id -> Nullable<Text>,
        voucher_id -> Nullable<Text>,
    }
}

diesel::table! {
    bank_file (id) {
        id -> Text,
        digest -> Text,
        kind -> Text,
        name -> Text,
        entries -> BigInt,
        sum_ore -> BigInt,
        taken_at -> Timestamp,
        taken_by -> Nullable<Text>,
    }
}

diesel::table! {
    bank_settling (entry_id, turn) {
        entry_id -> Text,
        turn -> Integer,
        how -> Text,
        payment_id -> Nullable<Text>,
        voucher_id -> Nullable<Text>,
        note -> Text,
        settled_at -> Timestamp,
        settled_by -> Text,
    }
}

diesel::table! {
    board_hand (id) {
        id -> Text,
        board_date -> Date,
        resident_id -> Text,
        enterprise_id -> Text,
        order_id -> Nullable<Text>,
        set_by -> Text,
        set_at -> Timestamp,
        taken_off_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    board_learning (board_hand_id) {
        board_hand_id -> Text,
        goal_id -> Text,
    }
}

diesel::table! {
    closed_day (offering_id, day) {
        offering_id -> Text,
        day -> Date,
    }
}

diesel::table! {
    closed_term (year, term) {
        year -> Integer,
        term -> Integer,
        closed_at -> Timestamp,
        closed_by -> Nullable<Text>,
    }
}

diesel::table! {
    course (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        words -> Text,
        places -> Integer,
        valid_months -> Nullable<Integer>,
        remind_days -> Integer,
        share_percent -> Integer,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    course_attendance (signup_id, session_id) {
        signup_id -> Text,
        session_id -> Text,
        was_there -> Bool,
        marked_by -> Text,
        marked_at -> Timestamp,
    }
}

diesel::table! {
    course_certificate (id) {
        id -> Text,
        number -> Text,
        signup_id -> Text,
        resident_id -> Text,
        course_name -> Text,
        teachers -> Text,
        seller_name -> Text,
        sessions -> Integer,
        minutes -> Integer,
        first_day -> Date,
        last_day -> Date,
        issued_on -> Date,
        expires_on -> Nullable<Date>,
        remind_on -> Nullable<Date>,
        issued_by -> Text,
        issued_at -> Timestamp,
    }
}

diesel::table! {
    course_certificate_error (certificate_id) {
        certificate_id -> Text,
        error -> Text,
        withdrawn_by -> Text,
        withdrawn_at -> Timestamp,
    }
}

diesel::table! {
    course_run (id) {
        id -> Text,
        course_id -> Text,
        places -> Integer,
        taken -> Integer,
        place -> Text,
        lived_account_id -> Nullable<Text>,
        lived_name -> Text,
        trade_account_id -> Nullable<Text>,
        trade_name -> Text,
        planned_by -> Text,
        planned_at -> Timestamp,
        called_off_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    course_session (id) {
        id -> Text,
        run_id -> Text,
        held_on -> Date,
        start_minute -> Integer,
        end_minute -> Integer,
    }
}

diesel::table! {
    course_signup (id) {
        id -> Text,
        run_id -> Text,
        resident_id -> Text,
        municipality -> Text,
        signed_up_at -> Timestamp,
        place_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    curriculum (code) {
        code -> Text,
        name -> Text,
        kind -> Text,
        certificate -> Text,
        source -> Text,
        read_at -> Timestamp,
    }
}

diesel::table! {
    curriculum_practice (curriculum_code, enterprise_id) {
        curriculum_code -> Text,
        enterprise_id -> Text,
    }
}

diesel::table! {
    customer (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        org_number -> Nullable<Text>,
        email -> Text,
        phone -> Text,
        street -> Text,
        postcode -> Text,
        city -> Text,
        merged_into -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    customer_credit (id) {
        id -> Text,
        customer_id -> Text,
        kind -> Text,
        amount_ore -> BigInt,
        moved_on -> Date,
        payment_id -> Nullable<Text>,
        voucher_id -> Text,
        registered_at -> Timestamp,
        registered_by -> Nullable<Text>,
    }
}

diesel::table! {
    customer_key (known_as) {
        known_as -> Text,
        customer_id -> Text,
    }
}

diesel::table! {
    customer_merge (id) {
        id -> Text,
        old_id -> Text,
        kept_id -> Text,
        merged_at -> Timestamp,
        merged_by -> Text,
    }
}

diesel::table! {
    customer_order (id) {
        id -> Text,
        number -> Text,
        token -> Text,
        channel -> Text,
        ordered_on -> Date,
        placed_at -> Timestamp,
        placed_by -> Nullable<Text>,
        customer_id -> Nullable<Text>,
        customer_kind -> Text,
        name -> Text,
        org_number -> Nullable<Text>,
        email -> Text,
        phone -> Text,
        street -> Text,
        postcode -> Text,
        city -> Text,
        delivery -> Text,
        delivery_date -> Date,
        delivery_time -> Text,
        delivery_address -> Text,
        buyer_reference -> Text,
        order_reference -> Text,
        message -> Text,
        total_ore -> BigInt,
        state -> Text,
    }
}

diesel::table! {
    day_places (offering_id, day) {
        offering_id -> Text,
        day -> Date,
        taken_milli -> BigInt,
    }
}

diesel::table! {
    departure (resident_id) {
        resident_id -> Text,
        left_on -> Date,
        to_work -> Bool,
        own_home -> Bool,
        self_supporting -> Bool,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    ehf_delivery (id) {
        id -> Text,
        invoice_id -> Text,
        state -> Text,
        queued_at -> Timestamp,
        queued_by -> Nullable<Text>,
        attempts -> Integer,
        next_try_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        answer -> Text,
    }
}

diesel::table! {
    enterprise (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        department -> Text,
        internal -> Bool,
        email -> Text,
        position -> Integer,
        created_at -> Timestamp,
        outside -> Bool,
    }
}

diesel::table! {
    evidence (id) {
        id -> Text,
        resident_id -> Text,
        enterprise_id -> Nullable<Text>,
        happened_on -> Date,
        words -> Text,
        photo_media_type -> Nullable<Text>,
        photo_base64 -> Nullable<Text>,
        entry_id -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        let_go_entry_id -> Nullable<Text>,
    }
}

diesel::table! {
    evidence_goal (evidence_id, goal_id) {
        evidence_id -> Text,
        goal_id -> Text,
    }
}

diesel::table! {
    evidence_stamp (id) {
        id -> Text,
        evidence_id -> Text,
        kind -> Text,
        words -> Text,
        stamped_by -> Text,
        stamped_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    figure_published (figure, until, line, part) {
        figure -> Text,
        until -> Date,
        line -> Text,
        part -> Text,
        value -> Nullable<BigInt>,
        shown -> Bool,
        published_at -> Timestamp,
    }
}

diesel::table! {
    funding (source, year) {
        source -> Text,
        year -> Integer,
        name -> Text,
        kind -> Text,
        amount_ore -> BigInt,
        certainty -> Text,
    }
}

diesel::table! {
    goal (id) {
        id -> Text,
        curriculum_code -> Text,
        code -> Text,
        words -> Text,
        set_code -> Text,
        place -> Integer,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    goal_work (id) {
        id -> Text,
        goal_id -> Text,
        enterprise_id -> Text,
        offering_id -> Nullable<Text>,
    }
}

diesel::table! {
    held_file (scope, form_key) {
        scope -> Text,
        form_key -> Text,
        body -> Text,
        held_at -> Timestamp,
    }
}

diesel::table! {
    help_ask (id) {
        id -> Text,
        resident_id -> Text,
        asked_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        answered_by -> Nullable<Text>,
    }
}

diesel::table! {
    hour_clock (resident_id) {
        resident_id -> Text,
        started_at -> Timestamp,
        enterprise_id -> Text,
        kind -> Text,
        order_id -> Nullable<Text>,
    }
}

diesel::table! {
    hour_correction (id) {
        id -> Text,
        entry_id -> Text,
        reason -> Text,
        takes_away -> Bool,
        entry_date -> Date,
        start_minute -> Integer,
        end_minute -> Integer,
        break_minutes -> Integer,
        worked_minutes -> Integer,
        enterprise_id -> Text,
        kind -> Text,
        order_id -> Nullable<Text>,
        state -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<Timestamp>,
        answer -> Text,
    }
}

diesel::table! {
    hour_entry (id) {
        id -> Text,
        resident_id -> Text,
        entry_date -> Date,
        start_minute -> Integer,
        end_minute -> Integer,
        break_minutes -> Integer,
        worked_minutes -> Integer,
        enterprise_id -> Text,
        kind -> Text,
        order_id -> Nullable<Text>,
        state -> Text,
        returned_note -> Text,
        corrects -> Nullable<Text>,
        counter -> Bool,
        created_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        approved_at -> Nullable<Timestamp>,
        approved_by -> Nullable<Text>,
    }
}

diesel::table! {
    hour_rate (kind, valid_from) {
        kind -> Text,
        valid_from -> Date,
        ore_per_hour -> BigInt,
    }
}

diesel::table! {
    hour_rate_change (id) {
        id -> Text,
        kind -> Text,
        valid_from -> Date,
        ore_before -> Nullable<BigInt>,
        ore_per_hour -> BigInt,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    hours_kept (period, enterprise_id, kind, resident_id) {
        period -> Integer,
        enterprise_id -> Text,
        kind -> Text,
        resident_id -> Text,
        minutes -> BigInt,
        entries -> BigInt,
    }
}

diesel::table! {
    hours_week (resident_id, monday) {
        resident_id -> Text,
        monday -> Date,
        finished_at -> Timestamp,
    }
}

diesel::table! {
    idempotency (scope, idempotency_key) {
        scope -> Text,
        idempotency_key -> Text,
        body_digest -> Text,
        answer -> Text,
        kept_at -> Timestamp,
    }
}

diesel::table! {
    imported_row (kind, row_key) {
        kind -> Text,
        row_key -> Text,
        cells -> Text,
    }
}

diesel::table! {
    invoice (id) {
        id -> Text,
        number -> BigInt,
        kind -> Text,
        order_id -> Text,
        customer_id -> Text,
        credits -> Nullable<Text>,
        invoice_date -> Date,
        delivered_on -> Date,
        due_date -> Date,
        kid -> Text,
        total_ore -> BigInt,
        seller -> Text,
        buyer -> Text,
        voucher_id -> Text,
        issued_at -> Timestamp,
        issued_by -> Nullable<Text>,
    }
}

diesel::table! {
    invoice_line (invoice_id, line) {
        invoice_id -> Text,
        line -> Integer,
        order_line -> Integer,
        enterprise_id -> Text,
        name -> Text,
        unit -> Text,
        quantity_milli -> BigInt,
        unit_price_ore -> BigInt,
        gross_ore -> BigInt,
        net_ore -> BigInt,
        vat_code -> Text,
        rate_bp -> Integer,
        account -> Text,
    }
}

diesel::table! {
    invoice_mailing (id) {
        id -> Text,
        invoice_id -> Text,
        recipient -> Text,
        queued_at -> Timestamp,
        queued_by -> Nullable<Text>,
    }
}

diesel::table! {
    invoice_vat (invoice_id, vat_code) {
        invoice_id -> Text,
        vat_code -> Text,
        rate_bp -> Integer,
        gross_ore -> BigInt,
        base_ore -> BigInt,
        vat_ore -> BigInt,
    }
}

diesel::table! {
    kind_agreement (id) {
        id -> Text,
        resident_id -> Text,
        kind -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        proposed_by -> Text,
        proposed_at -> Timestamp,
        resident_agreed_at -> Nullable<Timestamp>,
        leader_agreed_at -> Nullable<Timestamp>,
        leader_agreed_by -> Nullable<Text>,
        declined_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    kiosk (id) {
        id -> Text,
        name -> Text,
        token_hash -> Text,
        opened_by -> Text,
        opened_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    kiosk_pin (resident_id) {
        resident_id -> Text,
        pin_hash -> Text,
        set_at -> Timestamp,
        misses -> Integer,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    link_cut (id) {
        id -> Text,
        resident_id -> Text,
        wished_at -> Timestamp,
        agreed_at -> Nullable<Timestamp>,
        agreed_by -> Nullable<Text>,
        due_at -> Nullable<Timestamp>,
        stopped_at -> Nullable<Timestamp>,
        cut_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    look (id) {
        id -> Text,
        looked_at -> Timestamp,
        account_id -> Text,
        resident_id -> Text,
        what -> Text,
    }
}

diesel::table! {
    mail (id) {
        id -> Text,
        outbox_id -> Text,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        queued_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        attempts -> Integer,
        next_try_at -> Timestamp,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    mail_attachment (mail_id, place) {
        mail_id -> Text,
        place -> Integer,
        name -> Text,
        content_type -> Text,
        content -> Text,
    }
}

diesel::table! {
    membership (id) {
        id -> Text,
        account_id -> Text,
        enterprise_id -> Text,
        part -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        granted_by -> Nullable<Text>,
        granted_at -> Timestamp,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mentor_step (id) {
        id -> Text,
        resident_id -> Text,
        wished_by -> Text,
        wished_at -> Timestamp,
        resident_agreed_at -> Nullable<Timestamp>,
        leader_agreed_at -> Nullable<Timestamp>,
        leader_agreed_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mentorship (id) {
        id -> Text,
        mentor_account_id -> Text,
        resident_id -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        granted_by -> Nullable<Text>,
        granted_at -> Timestamp,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    model_step (id) {
        id -> Text,
        resident_id -> Text,
        step -> Integer,
        from_date -> Date,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    number_series (series) {
        series -> Text,
        next_number -> BigInt,
    }
}

diesel::table! {
    offering (id) {
        id -> Text,
        code -> Text,
        enterprise_id -> Text,
        name -> Text,
        description -> Text,
        kind -> Text,
        unit -> Text,
        vat_code -> Text,
        lead_days -> Integer,
        capacity_milli -> Nullable<BigInt>,
        closed_weekdays -> Integer,
        is_food -> Bool,
        is_served -> Bool,
        allergens -> Nullable<Text>,
        may_withdraw -> Bool,
        withdrawal_reason -> Text,
        photo_id -> Nullable<Text>,
        is_offered -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    offering_price (offering_id, valid_from) {
        offering_id -> Text,
        valid_from -> Date,
        price_ore -> BigInt,
    }
}

diesel::table! {
    one_time_link (token_hash) {
        token_hash -> Text,
        account_id -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    order_estimate (id) {
        id -> Text,
        order_id -> Text,
        enterprise_id -> Text,
        minutes -> BigInt,
        agreed_on -> Date,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    order_line (order_id, line) {
        order_id -> Text,
        line -> Integer,
        enterprise_id -> Text,
        offering_id -> Text,
        name -> Text,
        kind -> Text,
        unit -> Text,
        vat_code -> Text,
        unit_price_ore -> BigInt,
        quantity_milli -> BigInt,
        gross_ore -> BigInt,
        delivered_milli -> Nullable<BigInt>,
        delivered_gross_ore -> Nullable<BigInt>,
        may_withdraw -> Bool,
        withdrawal_reason -> Text,
    }
}

diesel::table! {
    order_part (order_id, enterprise_id) {
        order_id -> Text,
        enterprise_id -> Text,
        state -> Text,
        delivered_on -> Nullable<Date>,
    }
}

diesel::table! {
    order_step (id) {
        id -> Text,
        order_id -> Text,
        enterprise_id -> Nullable<Text>,
        step -> Text,
        taken_at -> Timestamp,
        by_account -> Nullable<Text>,
        note -> Text,
    }
}

diesel::table! {
    order_stop (id) {
        id -> Text,
        enterprise_id -> Text,
        first_day -> Date,
        last_day -> Nullable<Date>,
        stopped_by -> Nullable<Text>,
        stopped_at -> Timestamp,
        lifted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        kind -> Text,
        subject_id -> Text,
        payload -> Text,
        queued_at -> Timestamp,
        expanded_at -> Nullable<Timestamp>,
        attempts -> Integer,
        next_try_at -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    pause (id) {
        id -> Text,
        resident_id -> Text,
        first_day -> Date,
        last_day -> Nullable<Date>,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    payment (id) {
        id -> Text,
        invoice_id -> Text,
        paid_on -> Date,
        amount_ore -> BigInt,
        voucher_id -> Text,
        registered_at -> Timestamp,
        registered_by -> Nullable<Text>,
        over_ore -> BigInt,
        fee_ore -> BigInt,
        interest_ore -> BigInt,
        kind -> Text,
        reverses -> Nullable<Text>,
    }
}

diesel::table! {
    photo (id) {
        id -> Text,
        media_type -> Text,
        bytes_base64 -> Text,
    }
}

diesel::table! {
    plan_element (id) {
        id -> Text,
        resident_id -> Text,
        kind -> Text,
        words -> Text,
        started_on -> Date,
        done_on -> Nullable<Date>,
        added_by -> Text,
        added_at -> Timestamp,
        taken_away_at -> Nullable<Timestamp>,
        done_by -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    posting (voucher_id, line) {
        voucher_id -> Text,
        line -> Integer,
        account -> Text,
        amount_ore -> BigInt,
        enterprise_id -> Nullable<Text>,
        vat_code -> Nullable<Text>,
        vat_base_ore -> Nullable<BigInt>,
        party -> Nullable<Text>,
        entry_date -> Date,
        period -> Integer,
    }
}

diesel::table! {
    proof (id) {
        id -> Text,
        resident_id -> Text,
        digest -> Text,
        issued_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
        withdrawal_note -> Text,
    }
}

diesel::table! {
    proof_in_force (id_digest) {
        id_digest -> Text,
    }
}

diesel::table! {
    purchase (id) {
        id -> Text,
        receipt -> Text,
        purchase_date -> Date,
        supplier -> Text,
        enterprise_id -> Text,
        account -> Text,
        vat_code -> Text,
        gross_ore -> BigInt,
        net_ore -> BigInt,
        vat_ore -> BigInt,
        paid_on -> Nullable<Date>,
        voucher_id -> Text,
        payment_voucher_id -> Nullable<Text>,
        order_id -> Nullable<Text>,
    }
}

diesel::table! {
    reminder (id) {
        id -> Text,
        invoice_id -> Text,
        number -> Integer,
        sent_on -> Date,
        due_date -> Date,
        open_ore -> BigInt,
        earlier_ore -> BigInt,
        fee_ore -> BigInt,
        interest_ore -> BigInt,
        made_at -> Timestamp,
        made_by -> Text,
    }
}

diesel::table! {
    reminder_term (kind, valid_from) {
        kind -> Text,
        valid_from -> Date,
        value -> BigInt,
        source -> Text,
        set_at -> Nullable<Timestamp>,
        set_by -> Nullable<Text>,
    }
}

diesel::table! {
    resident (id) {
        id -> Text,
        pseudonym -> Text,
        account_id -> Nullable<Text>,
        created_at -> Timestamp,
        employee_code -> Nullable<Text>,
    }
}

diesel::table! {
    resident_days (period, municipality) {
        period -> Integer,
        municipality -> Text,
        name -> Text,
        days -> Integer,
        residents -> Integer,
    }
}

diesel::table! {
    route (id) {
        id -> Text,
        resident_id -> Text,
        kind -> Text,
        curriculum_code -> Text,
        started_on -> Date,
        wage_contract_on -> Nullable<Date>,
        opened_by -> Text,
        opened_at -> Timestamp,
        ended_on -> Nullable<Date>,
        ended_by -> Nullable<Text>,
        wage_set_by -> Nullable<Text>,
        wage_set_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    route_rule (kind, valid_from) {
        kind -> Text,
        valid_from -> Date,
        months_needed -> Integer,
        minutes_needed -> BigInt,
        full_month_minutes -> Integer,
        full_from_bp -> Integer,
        stretch_months -> Integer,
        recent_years -> Integer,
        recent_part_bp -> Integer,
        year_months_max -> Integer,
        needs_wage -> Bool,
        from_start -> Bool,
        source -> Text,
    }
}

diesel::table! {
    running_cost (period, category) {
        period -> Integer,
        category -> Text,
        name -> Text,
        amount_ore -> BigInt,
    }
}

diesel::table! {
    secret (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    seller (id) {
        id -> Text,
        org_number -> Text,
        name -> Text,
        legal_form -> Text,
        vat_registered -> Bool,
        in_business_register -> Bool,
        street -> Text,
        postcode -> Text,
        city -> Text,
        bank_account -> Text,
        email -> Text,
        phone -> Text,
        mode -> Text,
    }
}

diesel::table! {
    session (id_hash) {
        id_hash -> Text,
        account_id -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        kiosk_id -> Nullable<Text>,
    }
}

diesel::table! {
    setting (name, valid_from) {
        name -> Text,
        valid_from -> Date,
        value -> Text,
        source -> Text,
    }
}

diesel::table! {
    supplier (id) {
        id -> Text,
        name -> Text,
    }
}

diesel::table! {
    talk (id) {
        id -> Text,
        resident_id -> Text,
        held_on -> Date,
        next_on -> Nullable<Date>,
        held_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    talk_step (id) {
        id -> Text,
        talk_id -> Text,
        place -> Integer,
        words -> Text,
        done_on -> Nullable<Date>,
    }
}

diesel::table! {
    vat_rate (code, valid_from) {
        code -> Text,
        valid_from -> Date,
        rate_bp -> Integer,
        source -> Text,
    }
}

diesel::table! {
    voucher (id) {
        id -> Text,
        fiscal_year -> Integer,
        number -> BigInt,
        kind -> Text,
        voucher_date -> Date,
        posted_at -> Timestamp,
        by_account -> Nullable<Text>,
        document -> Text,
        content_digest -> Nullable<Text>,
        corrects -> Nullable<Text>,
        text_digest -> Text,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    voucher_text (voucher_id) {
        voucher_id -> Text,
        salt -> Text,
        words -> Text,
    }
}

diesel::table! {
    working_time_rule (valid_from) {
        valid_from -> Date,
        day_minutes -> Integer,
        week_minutes -> Integer,
        daily_rest_minutes -> Integer,
        weekly_rest_minutes -> Integer,
        break_from_minutes -> Integer,
        break_minutes -> Integer,
        source -> Text,
    }
}

diesel::table! {
    write_off (id) {
        id -> Text,
        invoice_id -> Text,
        state -> Text,
        amount_ore -> BigInt,
        reason -> Text,
        proposed_at -> Timestamp,
        proposed_by -> Text,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<Text>,
        voucher_id -> Nullable<Text>,
        reopened_at -> Nullable<Timestamp>,
        reopened_by -> Nullable<Text>,
        reopening_reason -> Text,
        reopening_voucher_id -> Nullable<Text>,
    }
}

diesel::joinable!(api_token -> account (account_id));
diesel::joinable!(bank_entry -> bank_file (file_id));
diesel::joinable!(bank_entry -> payment (payment_id));
diesel::joinable!(bank_entry -> voucher (voucher_id));
diesel::joinable!(bank_file -> account (taken_by));
diesel::joinable!(bank_settling -> account (settled_by));
diesel::joinable!(bank_settling -> bank_entry (entry_id));
diesel::joinable!(bank_settling -> payment (payment_id));
diesel::joinable!(bank_settling -> voucher (voucher_id));
diesel::joinable!(board_hand -> account (set_by));
diesel::joinable!(board_hand -> customer_order (order_id));
diesel::joinable!(board_hand -> enterprise (enterprise_id));
diesel::joinable!(board_hand -> resident (resident_id));
diesel::joinable!(board_learning -> board_hand (board_hand_id));
diesel::joinable!(board_learning -> goal (goal_id));
diesel::joinable!(closed_day -> offering (offering_id));
diesel::joinable!(closed_term -> account (closed_by));
diesel::joinable!(course -> account (made_by));
diesel::joinable!(course_attendance -> account (marked_by));
diesel::joinable!(course_attendance -> course_session (session_id));
diesel::joinable!(course_attendance -> course_signup (signup_id));
diesel::joinable!(course_certificate -> account (issued_by));
diesel::joinable!(course_certificate -> course_signup (signup_id));
diesel::joinable!(course_certificate -> resident (resident_id));
diesel::joinable!(course_certificate_error -> account (withdrawn_by));
diesel::joinable!(course_certificate_error -> course_certificate (certificate_id));
diesel::joinable!(course_run -> course (course_id));
diesel::joinable!(course_session -> course_run (run_id));
diesel::joinable!(course_signup -> course_run (run_id));
diesel::joinable!(course_signup -> resident (resident_id));
diesel::joinable!(curriculum_practice -> curriculum (curriculum_code));
diesel::joinable!(curriculum_practice -> enterprise (enterprise_id));
diesel::joinable!(customer_credit -> account (registered_by));
diesel::joinable!(customer_credit -> customer (customer_id));
diesel::joinable!(customer_credit -> payment (payment_id));
diesel::joinable!(customer_credit -> voucher (voucher_id));
diesel::joinable!(customer_key -> customer (customer_id));
diesel::joinable!(customer_merge -> account (merged_by));
diesel::joinable!(customer_order -> account (placed_by));
diesel::joinable!(customer_order -> customer (customer_id));
diesel::joinable!(day_places -> offering (offering_id));
diesel::joinable!(departure -> account (recorded_by));
diesel::joinable!(departure -> resident (resident_id));
diesel::joinable!(ehf_delivery -> account (queued_by));
diesel::joinable!(ehf_delivery -> invoice (invoice_id));
diesel::joinable!(evidence -> account (made_by));
diesel::joinable!(evidence -> enterprise (enterprise_id));
diesel::joinable!(evidence -> hour_entry (entry_id));
diesel::joinable!(evidence -> resident (resident_id));
diesel::joinable!(evidence_goal -> evidence (evidence_id));
diesel::joinable!(evidence_goal -> goal (goal_id));
diesel::joinable!(evidence_stamp -> account (stamped_by));
diesel::joinable!(evidence_stamp -> evidence (evidence_id));
diesel::joinable!(goal -> curriculum (curriculum_code));
diesel::joinable!(goal_work -> enterprise (enterprise_id));
diesel::joinable!(goal_work -> goal (goal_id));
diesel::joinable!(goal_work -> offering (offering_id));
diesel::joinable!(help_ask -> account (answered_by));
diesel::joinable!(help_ask -> resident (resident_id));
diesel::joinable!(hour_clock -> customer_order (order_id));
diesel::joinable!(hour_clock -> enterprise (enterprise_id));
diesel::joinable!(hour_clock -> resident (resident_id));
diesel::joinable!(hour_correction -> customer_order (order_id));
diesel::joinable!(hour_correction -> enterprise (enterprise_id));
diesel::joinable!(hour_correction -> hour_entry (entry_id));
diesel::joinable!(hour_entry -> account (approved_by));
diesel::joinable!(hour_entry -> customer_order (order_id));
diesel::joinable!(hour_entry -> enterprise (enterprise_id));
diesel::joinable!(hour_entry -> resident (resident_id));
diesel::joinable!(hour_rate_change -> account (set_by));
diesel::joinable!(hours_week -> resident (resident_id));
diesel::joinable!(invoice -> account (issued_by));
diesel::joinable!(invoice -> customer (customer_id));
diesel::joinable!(invoice -> customer_order (order_id));
diesel::joinable!(invoice -> voucher (voucher_id));
diesel::joinable!(invoice_line -> invoice (invoice_id));
diesel::joinable!(invoice_mailing -> account (queued_by));
diesel::joinable!(invoice_mailing -> invoice (invoice_id));
diesel::joinable!(invoice_vat -> invoice (invoice_id));
diesel::joinable!(kind_agreement -> resident (resident_id));
diesel::joinable!(kiosk -> account (opened_by));
diesel::joinable!(kiosk_pin -> resident (resident_id));
diesel::joinable!(link_cut -> account (agreed_by));
diesel::joinable!(link_cut -> resident (resident_id));
diesel::joinable!(look -> account (account_id));
diesel::joinable!(look -> resident (resident_id));
diesel::joinable!(mail -> outbox (outbox_id));
diesel::joinable!(mail_attachment -> mail (mail_id));
diesel::joinable!(membership -> enterprise (enterprise_id));
diesel::joinable!(mentor_step -> resident (resident_id));
diesel::joinable!(mentorship -> resident (resident_id));
diesel::joinable!(model_step -> account (set_by));
diesel::joinable!(model_step -> resident (resident_id));
diesel::joinable!(offering -> enterprise (enterprise_id));
diesel::joinable!(offering -> photo (photo_id));
diesel::joinable!(offering_price -> offering (offering_id));
diesel::joinable!(order_estimate -> account (recorded_by));
diesel::joinable!(order_estimate -> customer_order (order_id));
diesel::joinable!(order_estimate -> enterprise (enterprise_id));
diesel::joinable!(order_line -> customer_order (order_id));
diesel::joinable!(order_line -> offering (offering_id));
diesel::joinable!(order_part -> customer_order (order_id));
diesel::joinable!(order_part -> enterprise (enterprise_id));
diesel::joinable!(order_step -> account (by_account));
diesel::joinable!(order_step -> customer_order (order_id));
diesel::joinable!(order_stop -> account (stopped_by));
diesel::joinable!(order_stop -> enterprise (enterprise_id));
diesel::joinable!(pause -> account (set_by));
diesel::joinable!(pause -> resident (resident_id));
diesel::joinable!(payment -> account (registered_by));
diesel::joinable!(payment -> invoice (invoice_id));
diesel::joinable!(payment -> voucher (voucher_id));
diesel::joinable!(plan_element -> resident (resident_id));
diesel::joinable!(posting -> enterprise (enterprise_id));
diesel::joinable!(posting -> voucher (voucher_id));
diesel::joinable!(proof -> account (withdrawn_by));
diesel::joinable!(proof -> resident (resident_id));
diesel::joinable!(purchase -> customer_order (order_id));
diesel::joinable!(purchase -> enterprise (enterprise_id));
diesel::joinable!(reminder -> account (made_by));
diesel::joinable!(reminder -> invoice (invoice_id));
diesel::joinable!(reminder_term -> account (set_by));
diesel::joinable!(resident -> account (account_id));
diesel::joinable!(route -> curriculum (curriculum_code));
diesel::joinable!(route -> resident (resident_id));
diesel::joinable!(session -> account (account_id));
diesel::joinable!(session -> kiosk (kiosk_id));
diesel::joinable!(talk -> account (held_by));
diesel::joinable!(talk -> resident (resident_id));
diesel::joinable!(talk_step -> talk (talk_id));
diesel::joinable!(voucher -> account (by_account));
diesel::joinable!(voucher_text -> voucher (voucher_id));
diesel::joinable!(write_off -> invoice (invoice_id));

diesel::allow_tables_to_appear_in_same_query!(
    account,
    account_reopening,
    account_role,
    api_token,
    balance,
    bank_entry,
    bank_file,
    bank_settling,
    board_hand,
    board_learning,
    closed_day,
    closed_term,
    course,
    course_attendance,
    course_certificate,
    course_certificate_error,
    course_run,
    course_session,
    course_signup,
    curriculum,
    curriculum_practice,
    customer,
    customer_credit,
    customer_key,
    customer_merge,
    customer_order,
    day_places,
    departure,
    ehf_delivery,
    enterprise,
    evidence,
    evidence_goal,
    evidence_stamp,
    figure_published,
    funding,
    goal,
    goal_work,
    held_file,
    help_ask,
    hour_clock,
    hour_correction,
    hour_entry,
    hour_rate,
    hour_rate_change,
    hours_kept,
    hours_week,
    idempotency,
    imported_row,
    invoice,
    invoice_line,
    invoice_mailing,
    invoice_vat,
    kind_agreement,
    kiosk,
    kiosk_pin,
    link_cut,
    look,
    mail,
    mail_attachment,
    membership,
    mentor_step,
    mentorship,
    model_step,
    number_series,
    offering,
    offering_price,
    one_time_link,
    order_estimate,
    order_line,
    order_part,
    order_step,
    order_stop,
    outbox,
    pause,
    payment,
    photo,
    plan_element,
    posting,
    proof,
    proof_in_force,
    purchase,
    reminder,
    reminder_term,
    resident,
    resident_days,
    route,
    route_rule,
    running_cost,
    secret,
    seller,
    session,
    setting,
    supplier,
    talk,
    talk_step,
    vat_rate,
    voucher,
    voucher_text,
    working_time_rule,
    write_off,
);
