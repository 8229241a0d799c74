using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>The closure tables that clients keep with the server's help (R4 terminology-service.html#closure): of each its concepts.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261123102000_ClosureTable")]
public sealed class ClosureTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE closure (
            owner {text} NOT NULL,
            name {text} NOT NULL,
            concepts {bytes} NOT NULL,
            PRIMARY KEY (owner, name))
        """);
}
