using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CompensationRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "paid_fine_fen",
                table: "instalment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "pending_approval_id",
                table: "instalment",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "paid_fine_fen",
                table: "instalment");

            migrationBuilder.DropColumn(
                name: "pending_approval_id",
                table: "instalment");
        }
    }
}
