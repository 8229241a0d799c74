using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>A record may stand as what differs from another one of its commit.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261128100000_AuditBases")]
public sealed class AuditBases : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("ALTER TABLE audit ADD COLUMN base {long}");
}
