using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>Where pages open an app.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122105200_ClientLaunchUri")]
internal sealed class ClientLaunchUri : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("launch_uri", "clients", maxLength: 2048, nullable: false, defaultValue: "");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE clients DROP COLUMN launch_uri");
}
