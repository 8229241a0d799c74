using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Who signed the review of which month's access records.</summary>
[DbContext(typeof(CareExchangeContext))]
[Migration("20261122103002_AuditReviewTable")]
public sealed class AuditReviewTable : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE audit_review (
            month {text} PRIMARY KEY,
            agent {text} NOT NULL,
            display {text} NOT NULL,
            signed {long} NOT NULL,
            note {text} NOT NULL,
            digest {text} NOT NULL)
        """);
}
