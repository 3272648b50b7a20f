using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PaymentCompanies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // SQLite drops a column in place; the tool would build the table anew.
            migrationBuilder.Sql("ALTER TABLE settlement_batch DROP COLUMN lines_after_the_cut");

            migrationBuilder.AddColumn<string>(
                name: "payment_company",
                table: "staff",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "advance_hour",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    hour = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    amount_fen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_advance_hour", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_advance_hour_pool_id_date_hour",
                table: "advance_hour",
                columns: new[] { "pool_id", "date", "hour" },
                unique: true);

            // Staff of the bank's only payment company work for it; where there are several, administrators say for which.
            migrationBuilder.Sql("""
                UPDATE staff SET payment_company = (SELECT MIN(payment_company) FROM custody_pool)
                WHERE ',' || role_codes || ',' LIKE '%,PaymentCompany,%' AND (SELECT COUNT(DISTINCT payment_company) FROM custody_pool) = 1
                """);

            // The key of an advance is used by no other row of this table, now or later.
            migrationBuilder.Sql("""
                INSERT INTO advance_hour (id, pool_id, date, hour, count, amount_fen)
                SELECT MIN(id), pool_id, opened_on, CAST(strftime('%H', opened_at_utc, '+8 hours') AS INTEGER), COUNT(*), SUM(amount_fen) FROM advance
                GROUP BY pool_id, opened_on, CAST(strftime('%H', opened_at_utc, '+8 hours') AS INTEGER)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "advance_hour");

            migrationBuilder.DropColumn(
                name: "payment_company",
                table: "staff");

            migrationBuilder.AddColumn<long>(
                name: "lines_after_the_cut",
                table: "settlement_batch",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }
    }
}
