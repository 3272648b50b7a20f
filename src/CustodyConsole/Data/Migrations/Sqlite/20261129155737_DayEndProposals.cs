using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DayEndProposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "day_end_proposal",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    business_date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    account_id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    route = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    due_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    principal_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    interest_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    fine_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    available_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_day_end_proposal", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_day_end_proposal_account_id",
                table: "day_end_proposal",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_day_end_proposal_business_date_account_id",
                table: "day_end_proposal",
                columns: new[] { "business_date", "account_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "day_end_proposal");
        }
    }
}
