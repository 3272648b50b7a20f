using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ScheduledExportsAgain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_report_run_schedule_id_scheduled_for",
                table: "report_run");

            migrationBuilder.CreateIndex(
                name: "IX_report_run_schedule_id_scheduled_for",
                table: "report_run",
                columns: new[] { "schedule_id", "scheduled_for" },
                unique: true,
                filter: "schedule_id IS NOT NULL AND state NOT IN (4, 6)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_report_run_schedule_id_scheduled_for",
                table: "report_run");

            migrationBuilder.CreateIndex(
                name: "IX_report_run_schedule_id_scheduled_for",
                table: "report_run",
                columns: new[] { "schedule_id", "scheduled_for" },
                unique: true);
        }
    }
}
