using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReportRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "report_run",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    permission = table.Column<string>(type: "text", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    scope_hash = table.Column<string>(type: "text", nullable: false),
                    platform_no = table.Column<string>(type: "text", nullable: true),
                    summary_chinese = table.Column<string>(type: "text", nullable: false),
                    summary_english = table.Column<string>(type: "text", nullable: false),
                    is_unmasked = table.Column<bool>(type: "boolean", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    asked_by_name = table.Column<string>(type: "text", nullable: false),
                    asked_by_person_no = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    approval_id = table.Column<long>(type: "bigint", nullable: true),
                    schedule_id = table.Column<long>(type: "bigint", nullable: true),
                    scheduled_for = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    node = table.Column<string>(type: "text", nullable: true),
                    asked_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    started_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    heard_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    percent = table.Column<int>(type: "integer", nullable: true),
                    rows_written = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: true),
                    totals = table.Column<string>(type: "text", nullable: true),
                    period_is_open = table.Column<bool>(type: "boolean", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: true),
                    error_chinese = table.Column<string>(type: "text", nullable: true),
                    error_english = table.Column<string>(type: "text", nullable: true),
                    cancel_asked_by = table.Column<string>(type: "text", nullable: true),
                    expires_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    fetches = table.Column<int>(type: "integer", nullable: false),
                    fetched_by = table.Column<string>(type: "text", nullable: true),
                    fetched_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_run", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "report_schedule",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    template = table.Column<string>(type: "text", nullable: false),
                    summary_chinese = table.Column<string>(type: "text", nullable: false),
                    summary_english = table.Column<string>(type: "text", nullable: false),
                    cadence = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    made_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    through = table.Column<DateOnly>(type: "date", nullable: true),
                    stopped_by = table.Column<string>(type: "text", nullable: true),
                    stopped_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    stopped_chinese = table.Column<string>(type: "text", nullable: true),
                    stopped_english = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_schedule", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_report_run_asked_by_person_no",
                table: "report_run",
                column: "asked_by_person_no");

            migrationBuilder.CreateIndex(
                name: "IX_report_run_code",
                table: "report_run",
                column: "code");

            migrationBuilder.CreateIndex(
                name: "IX_report_run_schedule_id_scheduled_for",
                table: "report_run",
                columns: new[] { "schedule_id", "scheduled_for" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_run_sha256",
                table: "report_run",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "IX_report_run_state",
                table: "report_run",
                column: "state",
                filter: "state IN (1, 2, 3)");

            migrationBuilder.CreateIndex(
                name: "IX_report_schedule_code",
                table: "report_schedule",
                column: "code");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "report_run");

            migrationBuilder.DropTable(
                name: "report_schedule");
        }
    }
}
