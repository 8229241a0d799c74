using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>Which certificates a client connects with. Kinds of message, which nothing ever asked for, go.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122105100_ClientCertificates")]
internal sealed class ClientCertificates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("certificates", "clients", maxLength: 512, nullable: false, defaultValue: "");
        migrationBuilder.Sql("ALTER TABLE clients DROP COLUMN message_kinds"); // both databases say it so; EF Core would build the SQLite table anew
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("message_kinds", "clients", maxLength: 2048, nullable: false, defaultValue: "");
        migrationBuilder.DropColumn("certificates", "clients");
    }
}
