using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Database.Migrations;

/// <summary>Resources, their history and the search index.</summary>
/// <remarks>
/// A row number stands for a resource in every other table; it never changes and is never reused. The current version is in
/// <c>resource</c> only, older ones in <c>resource_history</c>: a create writes its bytes once.
/// Tables that are asked for exact values are clustered by value, so that a row costs one B-tree entry; their rows are found again
/// for removal through <c>resource.index_keys</c>. Tables that are asked for ranges are clustered by resource, for the check
/// "this resource, in this range", and have a second index for the range itself.
/// </remarks>
[DbContext(typeof(CareExchangeContext))]
[Migration("20260101000001_ResourceTables")]
public sealed class ResourceTables : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Script("""
        CREATE TABLE resource (
            rid {row},
            type {text} NOT NULL,
            id {text} NOT NULL,
            version {long} NOT NULL,
            updated {long} NOT NULL,
            deleted {int} NOT NULL,
            person {text},
            category {text} NOT NULL,
            source {text} NOT NULL,
            index_keys {bytes} NOT NULL,
            json {bytes} NOT NULL);
        CREATE UNIQUE INDEX resource_identity ON resource (type, id);
        CREATE INDEX resource_compartment ON resource (person, type, id);
        CREATE INDEX resource_type ON resource (type, rid);
        CREATE INDEX resource_updated ON resource (type, updated, rid);

        CREATE TABLE resource_history (
            rid {long} NOT NULL,
            version {long} NOT NULL,
            updated {long} NOT NULL,
            deleted {int} NOT NULL,
            person {text},
            category {text} NOT NULL,
            source {text} NOT NULL,
            json {bytes} NOT NULL,
            PRIMARY KEY (rid, version));

        CREATE TABLE index_token (
            param {int} NOT NULL,
            code {text} NOT NULL,
            rid {long} NOT NULL,
            system {text} NOT NULL,
            PRIMARY KEY (param, code, rid, system)) {clustered};
        CREATE TABLE index_reference (
            param {int} NOT NULL,
            target {text} NOT NULL,
            rid {long} NOT NULL,
            target_type {text} NOT NULL,
            PRIMARY KEY (param, target, rid, target_type)) {clustered};
        CREATE TABLE index_uri (
            param {int} NOT NULL,
            value {text} NOT NULL,
            rid {long} NOT NULL,
            PRIMARY KEY (param, value, rid)) {clustered};

        CREATE TABLE index_string (
            rid {long} NOT NULL,
            param {int} NOT NULL,
            value {text} NOT NULL,
            exact {text} NOT NULL,
            PRIMARY KEY (rid, param, value, exact)) {clustered};
        CREATE INDEX index_string_value ON index_string (param, value, rid);
        CREATE TABLE index_date (
            rid {long} NOT NULL,
            param {int} NOT NULL,
            low {long} NOT NULL,
            high {long} NOT NULL,
            PRIMARY KEY (rid, param, low, high)) {clustered};
        CREATE INDEX index_date_value ON index_date (param, low, high, rid);
        CREATE TABLE index_number (
            rid {long} NOT NULL,
            param {int} NOT NULL,
            low {double} NOT NULL,
            high {double} NOT NULL,
            PRIMARY KEY (rid, param, low, high)) {clustered};
        CREATE INDEX index_number_value ON index_number (param, low, high, rid);
        CREATE TABLE index_quantity (
            rid {long} NOT NULL,
            param {int} NOT NULL,
            unit {text} NOT NULL,
            system {text} NOT NULL,
            low {double} NOT NULL,
            high {double} NOT NULL,
            PRIMARY KEY (rid, param, unit, system, low, high)) {clustered};
        CREATE INDEX index_quantity_value ON index_quantity (param, unit, low, high, rid);
        """);
}
