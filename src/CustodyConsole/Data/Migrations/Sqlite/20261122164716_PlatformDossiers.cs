using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PlatformDossiers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "closed_on",
                table: "platform",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "dossier_version",
                table: "platform",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "document",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    draft_id = table.Column<long>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: false),
                    length = table.Column<int>(type: "INTEGER", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_by = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_content",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_content", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_draft",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_no = table.Column<string>(type: "TEXT", nullable: true),
                    base_version = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    approval_no = table.Column<string>(type: "TEXT", nullable: true),
                    owner_user = table.Column<string>(type: "TEXT", nullable: false),
                    owner_name = table.Column<string>(type: "TEXT", nullable: false),
                    updated_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_draft", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "platform_version",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_id = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    approval_no = table.Column<string>(type: "TEXT", nullable: false),
                    maker_name = table.Column<string>(type: "TEXT", nullable: false),
                    checker_name = table.Column<string>(type: "TEXT", nullable: false),
                    effective_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_version", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_document_draft_id",
                table: "document",
                column: "draft_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_draft_platform_no",
                table: "platform_draft",
                column: "platform_no");

            migrationBuilder.CreateIndex(
                name: "IX_platform_draft_state",
                table: "platform_draft",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_platform_version_platform_id_version",
                table: "platform_version",
                columns: new[] { "platform_id", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document");

            migrationBuilder.DropTable(
                name: "document_content");

            migrationBuilder.DropTable(
                name: "platform_draft");

            migrationBuilder.DropTable(
                name: "platform_version");

            migrationBuilder.DropColumn(
                name: "closed_on",
                table: "platform");

            migrationBuilder.DropColumn(
                name: "dossier_version",
                table: "platform");
        }
    }
}
