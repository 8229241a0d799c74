using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Records of the trail that others made and sent here are few and found by themselves: their columns say who sent them, not what they say.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261124104000_ReceivedRecords")]
public sealed class ReceivedRecords : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Script("CREATE INDEX audit_received ON audit (recorded) WHERE action = 'received'");
}
