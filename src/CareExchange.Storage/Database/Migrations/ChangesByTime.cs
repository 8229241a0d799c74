using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Versions by the time they were stored: the history of a type or of everything is read newest first.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260103000001_ChangesByTime")]
public sealed class ChangesByTime : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE INDEX resource_changed ON resource (updated, rid);
        CREATE INDEX resource_history_changed ON resource_history (updated, rid)
        """);
}
