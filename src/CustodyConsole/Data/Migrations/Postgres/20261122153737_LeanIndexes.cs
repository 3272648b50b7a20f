using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LeanIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_journal_entry_reverses_entry_id",
                table: "journal_entry");

            migrationBuilder.DropIndex(
                name: "IX_custody_order_account_id",
                table: "custody_order");

            migrationBuilder.DropIndex(
                name: "IX_custody_order_listing_id",
                table: "custody_order");

            migrationBuilder.AlterTable(
                name: "account")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "IX_journal_entry_reverses_entry_id",
                table: "journal_entry",
                column: "reverses_entry_id",
                unique: true,
                filter: "reverses_entry_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_account_id",
                table: "custody_order",
                column: "account_id",
                filter: "account_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_listing_id",
                table: "custody_order",
                column: "listing_id",
                filter: "listing_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_journal_entry_reverses_entry_id",
                table: "journal_entry");

            migrationBuilder.DropIndex(
                name: "IX_custody_order_account_id",
                table: "custody_order");

            migrationBuilder.DropIndex(
                name: "IX_custody_order_listing_id",
                table: "custody_order");

            migrationBuilder.AlterTable(
                name: "account")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "IX_journal_entry_reverses_entry_id",
                table: "journal_entry",
                column: "reverses_entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_account_id",
                table: "custody_order",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_custody_order_listing_id",
                table: "custody_order",
                column: "listing_id");
        }
    }
}
