using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ApprovalsAndAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "approval_request",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    request_no = table.Column<string>(type: "TEXT", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    platform_no = table.Column<string>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    summary_chinese = table.Column<string>(type: "TEXT", nullable: false),
                    summary_english = table.Column<string>(type: "TEXT", nullable: false),
                    changes = table.Column<string>(type: "TEXT", nullable: false),
                    amount_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    maker_user = table.Column<string>(type: "TEXT", nullable: false),
                    maker_name = table.Column<string>(type: "TEXT", nullable: false),
                    maker_person_no = table.Column<string>(type: "TEXT", nullable: false),
                    checks_required = table.Column<int>(type: "INTEGER", nullable: false),
                    checks = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    deadline_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    decided_at_utc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    result = table.Column<string>(type: "TEXT", nullable: true),
                    freeze_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_request", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_rule",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    effective_from_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    from_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    checks = table.Column<int>(type: "INTEGER", nullable: false),
                    maker_roles = table.Column<string>(type: "TEXT", nullable: false),
                    checker_roles = table.Column<string>(type: "TEXT", nullable: false),
                    deadline_hours = table.Column<int>(type: "INTEGER", nullable: false),
                    approval_id = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_rule", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approval_step",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    approval_id = table.Column<long>(type: "INTEGER", nullable: false),
                    action = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    person_no = table.Column<string>(type: "TEXT", nullable: false),
                    at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approval_step", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence_no = table.Column<long>(type: "INTEGER", nullable: false),
                    at_utc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    person_no = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    platform_no = table.Column<string>(type: "TEXT", nullable: true),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    result = table.Column<int>(type: "INTEGER", nullable: false),
                    refusal_code = table.Column<string>(type: "TEXT", nullable: true),
                    previous_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence_no = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_approval_request_maker_user",
                table: "approval_request",
                column: "maker_user");

            migrationBuilder.CreateIndex(
                name: "IX_approval_request_request_no",
                table: "approval_request",
                column: "request_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_approval_request_state_type",
                table: "approval_request",
                columns: new[] { "state", "type" });

            migrationBuilder.CreateIndex(
                name: "IX_approval_request_subject",
                table: "approval_request",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_approval_rule_type_effective_from_utc",
                table: "approval_rule",
                columns: new[] { "type", "effective_from_utc" });

            migrationBuilder.CreateIndex(
                name: "IX_approval_step_approval_id",
                table: "approval_step",
                column: "approval_id");

            migrationBuilder.CreateIndex(
                name: "IX_approval_step_person_no",
                table: "approval_step",
                column: "person_no");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_at_utc",
                table: "audit_entry",
                column: "at_utc");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_sequence_no",
                table: "audit_entry",
                column: "sequence_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_subject",
                table: "audit_entry",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_user_name",
                table: "audit_entry",
                column: "user_name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approval_request");

            migrationBuilder.DropTable(
                name: "approval_rule");

            migrationBuilder.DropTable(
                name: "approval_step");

            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_head");
        }
    }
}
