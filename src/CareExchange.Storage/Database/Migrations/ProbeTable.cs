using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The row that is written to learn whether the database writes.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260801010001_ProbeTable")]
public sealed class ProbeTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Script("CREATE TABLE storage_probe (id {int} PRIMARY KEY, written {long} NOT NULL)");
}
