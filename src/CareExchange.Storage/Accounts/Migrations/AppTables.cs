using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>Where an app's users return to; authorizations of apps with their one-time values; access tokens revoked before their end.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122080000_AppTables")]
internal sealed class AppTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("redirect_uris", "clients", maxLength: 4096, nullable: false, defaultValue: "");
        migrationBuilder.CreateTable(
            "app_authorizations",
            table => new
            {
                id = table.Column<string>(maxLength: 64, nullable: false),
                client_id = table.Column<string>(maxLength: 128, nullable: false),
                account_id = table.Column<string>(maxLength: 64, nullable: false),
                grant_id = table.Column<string>(maxLength: 64, nullable: false),
                session_id = table.Column<string>(maxLength: 64, nullable: true),
                scopes = table.Column<string>(maxLength: 2048, nullable: false),
                patient_id = table.Column<string>(maxLength: 64, nullable: true),
                nonce = table.Column<string>(maxLength: 512, nullable: true),
                started_at = table.Column<long>(nullable: false),
                ends_at = table.Column<long>(nullable: false),
                revoked_at = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_app_authorizations", row => row.id));
        migrationBuilder.CreateIndex("ix_app_authorizations_ends", "app_authorizations", "ends_at");
        migrationBuilder.CreateTable(
            "app_secrets",
            table => new
            {
                hash = table.Column<string>(maxLength: 64, nullable: false),
                authorization_id = table.Column<string>(maxLength: 64, nullable: false),
                redirect_uri = table.Column<string>(maxLength: 2048, nullable: true),
                challenge = table.Column<string>(maxLength: 128, nullable: true),
                expires_at = table.Column<long>(nullable: false),
                used_at = table.Column<long>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_app_secrets", row => row.hash));
        migrationBuilder.CreateIndex("ix_app_secrets_authorization", "app_secrets", "authorization_id");
        migrationBuilder.CreateTable(
            "revoked_tokens",
            table => new
            {
                id = table.Column<string>(maxLength: 64, nullable: false),
                expires_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_revoked_tokens", row => row.id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("revoked_tokens");
        migrationBuilder.DropTable("app_secrets");
        migrationBuilder.DropTable("app_authorizations");
        migrationBuilder.DropColumn("redirect_uris", "clients");
    }
}
