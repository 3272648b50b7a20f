using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PaymentCompanies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "lines_after_the_cut",
                table: "settlement_batch");

            migrationBuilder.AddColumn<string>(
                name: "payment_company",
                table: "staff",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "advance_hour",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    hour = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false)
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
                SELECT MIN(id), pool_id, opened_on, CAST(EXTRACT(HOUR FROM opened_at_utc AT TIME ZONE INTERVAL '8 hours') AS integer), COUNT(*), SUM(amount_fen) FROM advance
                GROUP BY pool_id, opened_on, CAST(EXTRACT(HOUR FROM opened_at_utc AT TIME ZONE INTERVAL '8 hours') AS integer)
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
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }
    }
}
