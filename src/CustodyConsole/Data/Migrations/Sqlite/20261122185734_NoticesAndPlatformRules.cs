using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NoticesAndPlatformRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "compensates_early",
                table: "platform",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "fine_daily_bps",
                table: "platform",
                type: "INTEGER",
                nullable: false,
                defaultValue: 5);

            migrationBuilder.AddColumn<int>(
                name: "payment_order",
                table: "platform",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "recovers_first",
                table: "platform",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "purpose",
                table: "document",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "recovered_fen",
                table: "custody_order",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "platform_notice",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_attempt_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    next_attempt_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    acknowledged_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_notice", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_platform_notice_platform_id",
                table: "platform_notice",
                column: "platform_id",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "IX_platform_notice_subject",
                table: "platform_notice",
                column: "subject");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_notice");

            migrationBuilder.DropColumn(
                name: "compensates_early",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "fine_daily_bps",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "payment_order",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "recovers_first",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "document");

            migrationBuilder.DropColumn(
                name: "recovered_fen",
                table: "custody_order");
        }
    }
}
