using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>Staff accounts, grants and sessions; clients; the key rings; assertions already used.</summary>
/// <remarks>No column type is named: each provider maps the CLR type, so one migration serves SQLite and PostgreSQL.</remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260102000000_AccountTables")]
internal sealed class AccountTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateStaff(migrationBuilder);
        CreateSessions(migrationBuilder);
        CreateClients(migrationBuilder);
        CreateKeys(migrationBuilder);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in (string[])["protection_keys", "used_assertions", "signing_keys", "clients", "sign_in_attempts", "staff_sessions", "staff_grants", "staff_accounts"])
        {
            migrationBuilder.DropTable(table);
        }
    }

    private static void CreateStaff(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "staff_accounts",
            table => new
            {
                id = table.Column<string>(maxLength: 64, nullable: false),
                name = table.Column<string>(maxLength: 128, nullable: false),
                display = table.Column<string>(maxLength: 256, nullable: false),
                password_hash = table.Column<string>(maxLength: 512, nullable: false),
                fhir_user = table.Column<string>(maxLength: 256, nullable: true),
                enabled = table.Column<bool>(nullable: false),
                created_at = table.Column<long>(nullable: false),
                password_changed_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_staff_accounts", row => row.id));
        migrationBuilder.CreateIndex("ix_staff_accounts_name", "staff_accounts", "name", unique: true);

        migrationBuilder.CreateTable(
            "staff_grants",
            table => new
            {
                id = table.Column<string>(maxLength: 64, nullable: false),
                account_id = table.Column<string>(maxLength: 64, nullable: false),
                role = table.Column<string>(maxLength: 64, nullable: false),
                organization_id = table.Column<string>(maxLength: 64, nullable: false),
                organization_display = table.Column<string>(maxLength: 256, nullable: false),
                purpose_of_use = table.Column<string>(maxLength: 64, nullable: false),
                valid_from = table.Column<long>(nullable: false),
                valid_until = table.Column<long>(nullable: true),
                granted_by = table.Column<string>(maxLength: 128, nullable: false),
                granted_at = table.Column<long>(nullable: false),
                ended_at = table.Column<long>(nullable: true),
                ended_by = table.Column<string>(maxLength: 128, nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_staff_grants", row => row.id);
                table.ForeignKey("fk_staff_grants_account", row => row.account_id, "staff_accounts", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_staff_grants_account", "staff_grants", "account_id");
    }

    private static void CreateSessions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "staff_sessions",
            table => new
            {
                id = table.Column<string>(maxLength: 64, nullable: false),
                account_id = table.Column<string>(maxLength: 64, nullable: false),
                grant_id = table.Column<string>(maxLength: 64, nullable: false),
                methods = table.Column<string>(maxLength: 64, nullable: false),
                started_at = table.Column<long>(nullable: false),
                expires_at = table.Column<long>(nullable: false),
                ends_at = table.Column<long>(nullable: false),
                revoked_at = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_staff_sessions", row => row.id);
                table.ForeignKey("fk_staff_sessions_account", row => row.account_id, "staff_accounts", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_staff_sessions_account", "staff_sessions", "account_id");
        migrationBuilder.CreateIndex("ix_staff_sessions_ends", "staff_sessions", "ends_at");

        migrationBuilder.CreateTable(
            "sign_in_attempts",
            table => new
            {
                name_key = table.Column<string>(maxLength: 64, nullable: false),
                attempts = table.Column<int>(nullable: false),
                locked_until = table.Column<long>(nullable: false),
                last_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_sign_in_attempts", row => row.name_key));
        migrationBuilder.CreateIndex("ix_sign_in_attempts_last", "sign_in_attempts", "last_at");
    }

    private static void CreateClients(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "clients",
            table => new
            {
                id = table.Column<string>(maxLength: 128, nullable: false),
                display = table.Column<string>(maxLength: 256, nullable: false),
                organization_id = table.Column<string>(maxLength: 64, nullable: false),
                organization_display = table.Column<string>(maxLength: 256, nullable: false),
                jwks = table.Column<string>(nullable: false),
                scopes = table.Column<string>(maxLength: 2048, nullable: false),
                message_kinds = table.Column<string>(maxLength: 2048, nullable: false),
                purpose_of_use = table.Column<string>(maxLength: 64, nullable: false),
                enabled = table.Column<bool>(nullable: false),
                created_at = table.Column<long>(nullable: false),
                updated_at = table.Column<long>(nullable: false),
                updated_by = table.Column<string>(maxLength: 128, nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_clients", row => row.id));

        migrationBuilder.CreateTable(
            "used_assertions",
            table => new
            {
                client_id = table.Column<string>(maxLength: 128, nullable: false),
                jti_hash = table.Column<string>(maxLength: 64, nullable: false),
                expires_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_used_assertions", row => new { row.client_id, row.jti_hash }));
        migrationBuilder.CreateIndex("ix_used_assertions_expires", "used_assertions", "expires_at");
    }

    private static void CreateKeys(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "signing_keys",
            table => new
            {
                kid = table.Column<string>(maxLength: 64, nullable: false),
                algorithm = table.Column<string>(maxLength: 16, nullable: false),
                public_jwk = table.Column<string>(nullable: false),
                private_key = table.Column<byte[]>(nullable: false),
                created_at = table.Column<long>(nullable: false),
                sign_from = table.Column<long>(nullable: false),
                sign_until = table.Column<long>(nullable: false),
                retire_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_signing_keys", row => row.kid));

        migrationBuilder.CreateTable(
            "protection_keys",
            table => new
            {
                name = table.Column<string>(maxLength: 256, nullable: false),
                xml = table.Column<string>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_protection_keys", row => row.name));
    }
}
