using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Staff : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "staff",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    person_no = table.Column<string>(type: "text", nullable: false),
                    role_codes = table.Column<string>(type: "text", nullable: false),
                    platform_no = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    credential_serial = table.Column<int>(type: "integer", nullable: false),
                    factor_serial = table.Column<int>(type: "integer", nullable: false),
                    activation_hash = table.Column<string>(type: "text", nullable: true),
                    activation_until_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    changed_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_staff_person_no",
                table: "staff",
                column: "person_no");

            migrationBuilder.CreateIndex(
                name: "IX_staff_user_name",
                table: "staff",
                column: "user_name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "staff");
        }
    }
}
