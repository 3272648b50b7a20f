using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FeesAndAdvances : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "advance",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    fee_fen = table.Column<long>(type: "bigint", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    batch_id = table.Column<long>(type: "bigint", nullable: true),
                    repaid_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advance", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "advance_alert",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    payment_company = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    level = table.Column<int>(type: "integer", nullable: false),
                    exposure_fen = table.Column<long>(type: "bigint", nullable: false),
                    limit_fen = table.Column<long>(type: "bigint", nullable: false),
                    raised_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    cleared_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    delivered_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advance_alert", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "advance_day",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    fee_fen = table.Column<long>(type: "bigint", nullable: false),
                    exposure_fen = table.Column<long>(type: "bigint", nullable: true),
                    accrued_fen = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advance_day", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "advance_limit",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    payment_company = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    limit_fen = table.Column<long>(type: "bigint", nullable: false),
                    daily_fen = table.Column<long>(type: "bigint", nullable: true),
                    threshold_fen = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    approval_no = table.Column<string>(type: "text", nullable: true),
                    set_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advance_limit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fee_schedule",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: false),
                    effective_through = table.Column<DateOnly>(type: "date", nullable: true),
                    content = table.Column<string>(type: "text", nullable: false),
                    approval_no = table.Column<string>(type: "text", nullable: true),
                    maker_name = table.Column<string>(type: "text", nullable: true),
                    checker_name = table.Column<string>(type: "text", nullable: true),
                    created_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    cancelled_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fee_schedule", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fee_statement",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    opening_fen = table.Column<long>(type: "bigint", nullable: false),
                    withdrawal_count = table.Column<long>(type: "bigint", nullable: false),
                    base_fen = table.Column<long>(type: "bigint", nullable: false),
                    advance_fen = table.Column<long>(type: "bigint", nullable: false),
                    platform_borne_fen = table.Column<long>(type: "bigint", nullable: false),
                    refunded_fen = table.Column<long>(type: "bigint", nullable: false),
                    paid_fen = table.Column<long>(type: "bigint", nullable: false),
                    netted_fen = table.Column<long>(type: "bigint", nullable: false),
                    closing_fen = table.Column<long>(type: "bigint", nullable: false),
                    recharge_count = table.Column<long>(type: "bigint", nullable: false),
                    recharge_fen = table.Column<long>(type: "bigint", nullable: false),
                    made_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    paid_order_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fee_statement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "order_fee",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    schedule_id = table.Column<long>(type: "bigint", nullable: false),
                    base_fen = table.Column<long>(type: "bigint", nullable: false),
                    advance_fen = table.Column<long>(type: "bigint", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    settles_on = table.Column<DateOnly>(type: "date", nullable: true),
                    formula = table.Column<string>(type: "text", nullable: false),
                    refunded_base_fen = table.Column<long>(type: "bigint", nullable: false),
                    refunded_advance_fen = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_order_fee", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "payout_hold",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<int>(type: "integer", nullable: false),
                    exposure_fen = table.Column<long>(type: "bigint", nullable: false),
                    limit_fen = table.Column<long>(type: "bigint", nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: false),
                    held_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    approval_id = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payout_hold", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_advance_batch_id",
                table: "advance",
                column: "batch_id",
                filter: "batch_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_advance_open",
                table: "advance",
                columns: new[] { "pool_id", "id" },
                filter: "batch_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_advance_pool_id_opened_on",
                table: "advance",
                columns: new[] { "pool_id", "opened_on" });

            migrationBuilder.CreateIndex(
                name: "IX_advance_alert_payment_company",
                table: "advance_alert",
                column: "payment_company",
                filter: "cleared_at_utc IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_advance_alert_raised_at_utc",
                table: "advance_alert",
                column: "raised_at_utc");

            migrationBuilder.CreateIndex(
                name: "IX_advance_day_pool_id_date",
                table: "advance_day",
                columns: new[] { "pool_id", "date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_advance_limit_payment_company",
                table: "advance_limit",
                column: "payment_company",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_fee_schedule_pool_id_kind_version",
                table: "fee_schedule",
                columns: new[] { "pool_id", "kind", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_fee_statement_pool_id_month",
                table: "fee_statement",
                columns: new[] { "pool_id", "month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_order_fee_pool_id",
                table: "order_fee",
                column: "pool_id");

            migrationBuilder.CreateIndex(
                name: "IX_payout_hold_approval_id",
                table: "payout_hold",
                column: "approval_id");

            migrationBuilder.CreateIndex(
                name: "IX_payout_hold_state",
                table: "payout_hold",
                column: "state",
                filter: "state IN (1, 2)");

            // What platforms were charged until now becomes the first version of their schedules, and what orders were charged its use.
            migrationBuilder.Sql("""
                INSERT INTO fee_schedule (id, pool_id, kind, version, effective_from, content, created_at_utc)
                SELECT p.id, p.id, 1, 1, f.opened_on,
                       '{"Payer":"' || CASE f.withdrawal_fee_payer WHEN 2 THEN 'Platform' ELSE 'User' END
                       || '","Deduction":"' || CASE f.withdrawal_fee_deduction WHEN 2 THEN 'Inner' ELSE 'Outer' END
                       || '","Person":{"Steps":[{"UpToFen":null,"FixedFen":' || f.withdrawal_fee_fen
                       || ',"RatePpm":0}],"MinFen":0,"MaxFen":null,"SplitFen":null,"Free":null,"Idle":null},'
                       || '"Company":null,"Advance":null,"Rounding":"HalfUp","FeeRefundable":true,"AdvanceRefundable":true}',
                       CURRENT_TIMESTAMP
                FROM custody_pool p JOIN platform f ON f.id = p.platform_id
                WHERE f.withdrawal_fee_fen > 0
                   OR EXISTS (SELECT 1 FROM custody_order o WHERE o.pool_id = p.id AND o.type = 11 AND o.fee_fen > 0)
                """);
            migrationBuilder.Sql("""
                INSERT INTO order_fee (id, pool_id, schedule_id, base_fen, advance_fen, days, formula, refunded_base_fen, refunded_advance_fen)
                SELECT o.id, o.pool_id, o.pool_id, o.fee_fen, 0, 0, '',
                       CASE WHEN e.total_fen = o.fee_fen + o.amount_fen
                                 - CASE WHEN o.fee_payer = 1 AND o.fee_deduction = 2 THEN o.fee_fen ELSE 0 END THEN o.fee_fen ELSE 0 END, 0
                FROM custody_order o LEFT JOIN journal_entry e ON e.order_id = o.id AND e.operation = 6
                WHERE o.type = 11 AND o.fee_fen > 0
                """);
            migrationBuilder.Sql("""
                INSERT INTO advance (id, pool_id, amount_fen, fee_fen, days, opened_on, opened_at_utc, due_on, batch_id, repaid_on)
                SELECT e.order_id, e.pool_id, l.amount_fen, 0, 0, e.accounting_date, e.posted_at_utc, e.accounting_date, b.id, b.settled_on
                FROM journal_entry e
                JOIN journal_line l ON l.entry_id = e.id
                JOIN account a ON a.id = l.account_id AND a.type = 303
                LEFT JOIN settlement_batch b ON b.id = (
                    SELECT MIN(x.id) FROM settlement_batch x
                    WHERE x.pool_id = e.pool_id AND x.through >= e.accounting_date AND x.state = 3)
                WHERE e.operation IN (4, 8)
                """);
            migrationBuilder.Sql("""
                INSERT INTO advance_day (id, pool_id, date, count, amount_fen, fee_fen)
                SELECT MIN(id), pool_id, opened_on, COUNT(*), SUM(amount_fen), 0 FROM advance GROUP BY pool_id, opened_on
                """);

            migrationBuilder.DropColumn(
                name: "withdrawal_fee_deduction",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "withdrawal_fee_fen",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "withdrawal_fee_payer",
                table: "platform");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "advance");

            migrationBuilder.DropTable(
                name: "advance_alert");

            migrationBuilder.DropTable(
                name: "advance_day");

            migrationBuilder.DropTable(
                name: "advance_limit");

            migrationBuilder.DropTable(
                name: "fee_schedule");

            migrationBuilder.DropTable(
                name: "fee_statement");

            migrationBuilder.DropTable(
                name: "order_fee");

            migrationBuilder.DropTable(
                name: "payout_hold");

            migrationBuilder.AddColumn<int>(
                name: "withdrawal_fee_deduction",
                table: "platform",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "withdrawal_fee_fen",
                table: "platform",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "withdrawal_fee_payer",
                table: "platform",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }
    }
}
