using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Records of what is seldom done, and refusals, are found among a million others without reading those.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261125106000_RecordsByAction")]
public sealed class RecordsByAction : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE INDEX audit_action ON audit (action, recorded);
        CREATE INDEX audit_refused ON audit (recorded) WHERE outcome <> 'permit'
        """);
}
