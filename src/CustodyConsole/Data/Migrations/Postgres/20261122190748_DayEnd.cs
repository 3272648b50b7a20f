using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DayEnd : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "confirm_order_id",
                table: "settlement_batch",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cut_off_minutes",
                table: "bank_state",
                type: "integer",
                nullable: false,
                defaultValue: 1440);

            migrationBuilder.AddColumn<string>(
                name: "breach_chinese",
                table: "accounting_day",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "breach_english",
                table: "accounting_day",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "breaches",
                table: "accounting_day",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "entries",
                table: "accounting_day",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "late_entries",
                table: "accounting_day",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "proved_at_utc",
                table: "accounting_day",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "snapshot_accounts",
                table: "accounting_day",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "snapshot_at_utc",
                table: "accounting_day",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "snapshot_cursor",
                table: "accounting_day",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "turnover_fen",
                table: "accounting_day",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "balance_snapshot",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    account_version = table.Column<long>(type: "bigint", nullable: false),
                    book_fen = table.Column<long>(type: "bigint", nullable: false),
                    frozen_fen = table.Column<long>(type: "bigint", nullable: false),
                    float_fen = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balance_snapshot", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "suspense_clearing",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    item_id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    order_id = table.Column<long>(type: "bigint", nullable: false),
                    way = table.Column<int>(type: "integer", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: true),
                    at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suspense_clearing", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "suspense_item",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    order_id = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<long>(type: "bigint", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    cleared_fen = table.Column<long>(type: "bigint", nullable: false),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    cleared_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suspense_item", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trial_balance_row",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    opening_fen = table.Column<long>(type: "bigint", nullable: false),
                    debit_fen = table.Column<long>(type: "bigint", nullable: false),
                    credit_fen = table.Column<long>(type: "bigint", nullable: false),
                    closing_fen = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trial_balance_row", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_balance_snapshot_account_id_date",
                table: "balance_snapshot",
                columns: new[] { "account_id", "date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_suspense_clearing_item_id",
                table: "suspense_clearing",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "IX_suspense_clearing_order_id",
                table: "suspense_clearing",
                column: "order_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_suspense_item_opened_on",
                table: "suspense_item",
                column: "opened_on",
                filter: "cleared_at_utc IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_suspense_item_pool_id",
                table: "suspense_item",
                column: "pool_id");

            migrationBuilder.CreateIndex(
                name: "IX_trial_balance_row_date_pool_id_type",
                table: "trial_balance_row",
                columns: new[] { "date", "pool_id", "type" },
                unique: true);

            // What lies in suspense already becomes items; a line's key is free in that table.
            migrationBuilder.Sql("""
                INSERT INTO suspense_item (id, pool_id, kind, order_id, entry_id, amount_fen, cleared_fen, opened_on, opened_at_utc)
                SELECT l.id, e.pool_id, CASE a.type WHEN 308 THEN 1 ELSE 2 END, e.order_id, e.id, l.amount_fen, 0, e.accounting_date, e.posted_at_utc
                FROM journal_line l JOIN account a ON a.id = l.account_id JOIN journal_entry e ON e.id = l.entry_id
                WHERE (a.type = 308 AND l.side = 2) OR (a.type = 309 AND l.side = 1)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "balance_snapshot");

            migrationBuilder.DropTable(
                name: "suspense_clearing");

            migrationBuilder.DropTable(
                name: "suspense_item");

            migrationBuilder.DropTable(
                name: "trial_balance_row");

            migrationBuilder.DropColumn(
                name: "confirm_order_id",
                table: "settlement_batch");

            migrationBuilder.DropColumn(
                name: "cut_off_minutes",
                table: "bank_state");

            migrationBuilder.DropColumn(
                name: "breach_chinese",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "breach_english",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "breaches",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "entries",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "late_entries",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "proved_at_utc",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "snapshot_accounts",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "snapshot_at_utc",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "snapshot_cursor",
                table: "accounting_day");

            migrationBuilder.DropColumn(
                name: "turnover_fen",
                table: "accounting_day");
        }
    }
}
