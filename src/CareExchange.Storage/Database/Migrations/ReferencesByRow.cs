using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The references that a resource holds, found by its row: chains and includes start from a match, not from a target.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260103000000_ReferencesByRow")]
public sealed class ReferencesByRow : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("CREATE INDEX index_reference_row ON index_reference (rid, param)");
}
