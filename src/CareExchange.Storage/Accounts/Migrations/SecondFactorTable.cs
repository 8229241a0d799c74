using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Accounts.Migrations;

/// <summary>What staff sign in with beside the password.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122105000_SecondFactorTable")]
internal sealed class SecondFactorTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "second_factors",
        table => new
        {
            account_id = table.Column<string>(maxLength: 64, nullable: false),
            secret = table.Column<byte[]>(nullable: false),
            last_step = table.Column<long>(nullable: false),
            recovery_hashes = table.Column<string>(maxLength: 1024, nullable: false),
            confirmed_at = table.Column<long>(nullable: false),
        },
        constraints: table => table.PrimaryKey("pk_second_factors", row => row.account_id));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("second_factors");
}
