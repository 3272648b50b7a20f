using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CustodyConsole.Data.Migrations.Sqlite
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
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    single_max_fen = table.Column<long>(type: "INTEGER", nullable: true),
                    daily_max_fen = table.Column<long>(type: "INTEGER", nullable: true),
                    opens_minute = table.Column<int>(type: "INTEGER", nullable: true),
                    closes_minute = table.Column<int>(type: "INTEGER", nullable: true),
                    working_days_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    approval_no = table.Column<string>(type: "TEXT", nullable: false),
                    maker_name = table.Column<string>(type: "TEXT", nullable: false),
                    checker_name = table.Column<string>(type: "TEXT", nullable: false),
                    created_at_utc = table.Column<DateTime>(type: "TEXT", nullable: false)
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
