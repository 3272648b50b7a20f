using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    book_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    frozen_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    float_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account", x => x.id);
                    table.CheckConstraint("ck_account_partitions", "type >= 300 OR (book_fen >= 0 AND frozen_fen >= 0 AND float_fen >= 0 AND frozen_fen <= book_fen AND float_fen <= book_fen)");
                });

            migrationBuilder.CreateTable(
                name: "accounting_day",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    cut_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    closed_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounting_day", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_card",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number_cipher = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last4 = table.Column<string>(type: "TEXT", nullable: false),
                    bank_code = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    verification_serial = table.Column<string>(type: "TEXT", nullable: false),
                    bound_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    unbound_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_card", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bank_state",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    accounting_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    closed_through = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bank_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claim",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    freeze_id = table.Column<long>(type: "INTEGER", nullable: false),
                    principal_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    outstanding_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    interest_received_fen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claim", x => x.id);
                    table.CheckConstraint("ck_claim_outstanding", "outstanding_fen >= 0 AND outstanding_fen <= principal_fen");
                });

            migrationBuilder.CreateTable(
                name: "custody_order",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    request_no = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: true),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: true),
                    original_order_id = table.Column<long>(type: "INTEGER", nullable: true),
                    card_id = table.Column<long>(type: "INTEGER", nullable: true),
                    freeze_id = table.Column<long>(type: "INTEGER", nullable: true),
                    amount_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    principal_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    interest_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    fine_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    fee_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    fee_payer = table.Column<int>(type: "INTEGER", nullable: true),
                    fee_deduction = table.Column<int>(type: "INTEGER", nullable: true),
                    verification = table.Column<int>(type: "INTEGER", nullable: false),
                    channel_serial = table.Column<string>(type: "TEXT", nullable: true),
                    remark = table.Column<string>(type: "TEXT", nullable: true),
                    @operator = table.Column<string>(name: "operator", type: "TEXT", nullable: false),
                    accounting_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_custody_order", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "custody_pool",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    payment_company = table.Column<string>(type: "TEXT", nullable: false),
                    postings_stopped = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_custody_pool", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "custody_user",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_user_no = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    role = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    identity_cipher = table.Column<byte[]>(type: "BLOB", nullable: false),
                    identity_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    mobile_cipher = table.Column<byte[]>(type: "BLOB", nullable: false),
                    mobile_last4 = table.Column<string>(type: "TEXT", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    card_id = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    verification_serial = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    loan_balance_fen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_custody_user", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "freeze",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    purpose = table.Column<int>(type: "INTEGER", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: true),
                    original_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    remaining_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_freeze", x => x.id);
                    table.CheckConstraint("ck_freeze_remaining", "remaining_fen >= 0 AND remaining_fen <= original_fen");
                });

            migrationBuilder.CreateTable(
                name: "instalment",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: false),
                    plan_version = table.Column<int>(type: "INTEGER", nullable: false),
                    period = table.Column<int>(type: "INTEGER", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    principal_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    interest_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    paid_principal_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    paid_interest_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    compensated_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instalment", x => x.id);
                    table.CheckConstraint("ck_instalment_paid", "paid_principal_fen <= principal_fen AND paid_interest_fen <= interest_fen");
                });

            migrationBuilder.CreateTable(
                name: "journal_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    operation = table.Column<int>(type: "INTEGER", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: true),
                    accounting_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    transaction_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    posted_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    first_line_id = table.Column<long>(type: "INTEGER", nullable: false),
                    line_count = table.Column<int>(type: "INTEGER", nullable: false),
                    total_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    reverses_entry_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal_line",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    entry_id = table.Column<long>(type: "INTEGER", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    account_version = table.Column<long>(type: "INTEGER", nullable: false),
                    side = table.Column<int>(type: "INTEGER", nullable: false),
                    bucket = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    float_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    book_after_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    frozen_after_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    float_after_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    freeze_id = table.Column<long>(type: "INTEGER", nullable: true),
                    claim_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_line", x => x.id);
                    table.CheckConstraint("ck_journal_line_amount", "amount_fen > 0 AND float_fen >= 0 AND float_fen <= amount_fen");
                });

            migrationBuilder.CreateTable(
                name: "key_block",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    next_key = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_block", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "listing",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_no = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    borrower_user_id = table.Column<long>(type: "INTEGER", nullable: false),
                    borrower_account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    amount_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    annual_rate_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    term_months = table.Column<int>(type: "INTEGER", nullable: false),
                    method = table.Column<int>(type: "INTEGER", nullable: false),
                    raise_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    raise_until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    subscribed_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    bid_count = table.Column<int>(type: "INTEGER", nullable: false),
                    released_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    outstanding_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    interest_paid_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    released_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    registered_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    plan_version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listing", x => x.id);
                    table.CheckConstraint("ck_listing_limits", "subscribed_fen <= amount_fen AND released_fen <= subscribed_fen AND outstanding_fen <= released_fen AND outstanding_fen >= 0");
                });

            migrationBuilder.CreateTable(
                name: "listing_compensator",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_listing_compensator", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "order_event",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    entry_id = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_event", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    no = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    company_name = table.Column<string>(type: "TEXT", nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    float_policy = table.Column<int>(type: "INTEGER", nullable: false),
                    instalment_basis = table.Column<int>(type: "INTEGER", nullable: false),
                    share_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    instalment_rounding = table.Column<int>(type: "INTEGER", nullable: false),
                    withdrawal_fee_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    withdrawal_fee_payer = table.Column<int>(type: "INTEGER", nullable: false),
                    withdrawal_fee_deduction = table.Column<int>(type: "INTEGER", nullable: false),
                    release_fee_limit_bps = table.Column<int>(type: "INTEGER", nullable: false),
                    person_limit_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    company_limit_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    limits_from = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_claim",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    listing_id = table.Column<long>(type: "INTEGER", nullable: false),
                    borrower_account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    compensator_account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    compensated_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    recovered_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_recovery_claim", x => x.id);
                    table.CheckConstraint("ck_recovery_open", "recovered_fen >= 0 AND recovered_fen <= compensated_fen");
                });

            migrationBuilder.InsertData(
                table: "key_block",
                columns: new[] { "id", "next_key" },
                values: new object[] { 1L, 1L });

            migrationBuilder.CreateIndex(
                name: "IX_account_number",
                table: "account",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_account_pool_id_type",
                table: "account",
                columns: new[] { "pool_id", "type" });

            migrationBuilder.CreateIndex(
                name: "IX_account_user_id",
                table: "account",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_accounting_day_date",
                table: "accounting_day",
                column: "date",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_bank_card_last4",
                table: "bank_card",
                column: "last4");

            migrationBuilder.CreateIndex(
                name: "IX_bank_card_number_hash",
                table: "bank_card",
                column: "number_hash");

            migrationBuilder.CreateIndex(
                name: "IX_bank_card_user_id",
                table: "bank_card",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_claim_account_id",
                table: "claim",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_claim_listing_id",
                table: "claim",
                column: "listing_id");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_account_id",
                table: "custody_order",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_listing_id",
                table: "custody_order",
                column: "listing_id");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_platform_id_request_no",
                table: "custody_order",
                columns: new[] { "platform_id", "request_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_pool_id_channel_serial",
                table: "custody_order",
                columns: new[] { "pool_id", "channel_serial" },
                unique: true,
                filter: "type = 10 AND channel_serial IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_state",
                table: "custody_order",
                column: "state",
                filter: "state IN (1, 2, 3)");

            migrationBuilder.CreateIndex(
                name: "IX_custody_pool_platform_id_payment_company",
                table: "custody_pool",
                columns: new[] { "platform_id", "payment_company" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_custody_user_mobile_last4",
                table: "custody_user",
                column: "mobile_last4");

            migrationBuilder.CreateIndex(
                name: "IX_custody_user_name",
                table: "custody_user",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_custody_user_platform_id_identity_hash_role",
                table: "custody_user",
                columns: new[] { "platform_id", "identity_hash", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_custody_user_platform_id_platform_user_no_role",
                table: "custody_user",
                columns: new[] { "platform_id", "platform_user_no", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_freeze_account_id_state",
                table: "freeze",
                columns: new[] { "account_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_freeze_listing_id",
                table: "freeze",
                column: "listing_id");

            migrationBuilder.CreateIndex(
                name: "IX_instalment_due_on",
                table: "instalment",
                column: "due_on",
                filter: "settled_on IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_instalment_listing_id_plan_version_period",
                table: "instalment",
                columns: new[] { "listing_id", "plan_version", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_journal_entry_accounting_date",
                table: "journal_entry",
                column: "accounting_date");

            migrationBuilder.CreateIndex(
                name: "IX_journal_entry_order_id",
                table: "journal_entry",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "IX_journal_entry_reverses_entry_id",
                table: "journal_entry",
                column: "reverses_entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_journal_line_account_id_account_version",
                table: "journal_line",
                columns: new[] { "account_id", "account_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listing_borrower_user_id",
                table: "listing",
                column: "borrower_user_id");

            migrationBuilder.CreateIndex(
                name: "IX_listing_platform_id_listing_no",
                table: "listing",
                columns: new[] { "platform_id", "listing_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_listing_state",
                table: "listing",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_listing_compensator_account_id",
                table: "listing_compensator",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_listing_compensator_listing_id_account_id",
                table: "listing_compensator",
                columns: new[] { "listing_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_order_event_order_id",
                table: "order_event",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_no",
                table: "platform",
                column: "no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_recovery_claim_compensator_account_id",
                table: "recovery_claim",
                column: "compensator_account_id");

            migrationBuilder.CreateIndex(
                name: "IX_recovery_claim_listing_id_compensator_account_id",
                table: "recovery_claim",
                columns: new[] { "listing_id", "compensator_account_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account");

            migrationBuilder.DropTable(
                name: "accounting_day");

            migrationBuilder.DropTable(
                name: "bank_card");

            migrationBuilder.DropTable(
                name: "bank_state");

            migrationBuilder.DropTable(
                name: "claim");

            migrationBuilder.DropTable(
                name: "custody_order");

            migrationBuilder.DropTable(
                name: "custody_pool");

            migrationBuilder.DropTable(
                name: "custody_user");

            migrationBuilder.DropTable(
                name: "freeze");

            migrationBuilder.DropTable(
                name: "instalment");

            migrationBuilder.DropTable(
                name: "journal_entry");

            migrationBuilder.DropTable(
                name: "journal_line");

            migrationBuilder.DropTable(
                name: "key_block");

            migrationBuilder.DropTable(
                name: "listing");

            migrationBuilder.DropTable(
                name: "listing_compensator");

            migrationBuilder.DropTable(
                name: "order_event");

            migrationBuilder.DropTable(
                name: "platform");

            migrationBuilder.DropTable(
                name: "recovery_claim");
        }
    }
}
