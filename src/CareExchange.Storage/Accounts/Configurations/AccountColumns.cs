using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CareExchange.Storage.Accounts.Configurations;

/// <summary>Column shapes shared by the account tables.</summary>
internal static class AccountColumns
{
    // Milliseconds since 1970: SQLite has no type that orders DateTimeOffset, and comparing limits is all these columns are for.
    private static readonly ValueConverter<DateTimeOffset, long> Milliseconds =
        new(instant => instant.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

    public static void IsInstant(this PropertyBuilder<DateTimeOffset> property, string column) =>
        property.HasColumnName(column).HasConversion(Milliseconds);

    public static void IsInstant(this PropertyBuilder<DateTimeOffset?> property, string column) =>
        property.HasColumnName(column).HasConversion(Milliseconds);

    public static PropertyBuilder<T> IsColumn<T>(this PropertyBuilder<T> property, string column, int? length = null) =>
        length is { } maximum ? property.HasColumnName(column).HasMaxLength(maximum) : property.HasColumnName(column);
}
