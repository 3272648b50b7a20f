using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LateFines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "overdue_counted_on",
                table: "instalment",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "overdue_fen_days",
                table: "instalment",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_instalment_settled_on",
                table: "instalment",
                column: "settled_on",
                filter: "settled_on IS NOT NULL AND overdue_fen_days > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_instalment_settled_on",
                table: "instalment");

            migrationBuilder.DropColumn(
                name: "overdue_counted_on",
                table: "instalment");

            migrationBuilder.DropColumn(
                name: "overdue_fen_days",
                table: "instalment");
        }
    }
}
