using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>Which certificates a client connects with.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122105100_ClientCertificates")]
internal sealed class ClientCertificates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("certificates", "clients", maxLength: 512, nullable: false, defaultValue: "");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("certificates", "clients");
}
