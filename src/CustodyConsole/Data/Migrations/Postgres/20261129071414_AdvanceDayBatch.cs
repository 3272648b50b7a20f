using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AdvanceDayBatch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "batch_id",
                table: "advance_day",
                type: "bigint",
                nullable: true);

            // What a confirmed batch covers is repaid by it.
            migrationBuilder.Sql(
                """
                UPDATE advance_day SET batch_id = (
                    SELECT b.id FROM settlement_batch b
                    WHERE b.pool_id = advance_day.pool_id AND b.through >= advance_day.date AND b.state <> 1 ORDER BY b.through LIMIT 1)
                """);

            migrationBuilder.CreateIndex(
                name: "ix_advance_day_open",
                table: "advance_day",
                column: "pool_id",
                filter: "batch_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_advance_day_open",
                table: "advance_day");

            migrationBuilder.DropColumn(
                name: "batch_id",
                table: "advance_day");
        }
    }
}
