using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RuledAmount : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ruled_fen",
                table: "approval_request",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
            // What was made before is ruled by its own amount, as it was then.
            migrationBuilder.Sql("UPDATE approval_request SET ruled_fen = amount_fen");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ruled_fen",
                table: "approval_request");
        }
    }
}
