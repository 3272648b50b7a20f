using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ChannelVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "channel_version",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    pool_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: false),
                    single_max_fen = table.Column<long>(type: "bigint", nullable: true),
                    daily_max_fen = table.Column<long>(type: "bigint", nullable: true),
                    opens_minute = table.Column<int>(type: "integer", nullable: true),
                    closes_minute = table.Column<int>(type: "integer", nullable: true),
                    working_days_only = table.Column<bool>(type: "boolean", nullable: false),
                    approval_no = table.Column<string>(type: "text", nullable: false),
                    maker_name = table.Column<string>(type: "text", nullable: false),
                    checker_name = table.Column<string>(type: "text", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_version", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_channel_version_pool_id_kind_version",
                table: "channel_version",
                columns: new[] { "pool_id", "kind", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_version");
        }
    }
}
