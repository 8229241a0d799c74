using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Loading;

/// <summary>A database as it is named on the command line.</summary>
internal static class DatabaseArgument
{
    /// <summary>The options with another database: a connection string has an equals sign, a folder none.</summary>
    public static GatewayOptions Apply(GatewayOptions options, string? database, FileInfo? keys)
    {
        if (database is not null) options = database.Contains('=', StringComparison.Ordinal) ? options with { PostgresConnection = database } : options with { DataFolder = database, PostgresConnection = null };
        return keys is null ? options : options with { KeyFile = keys.FullName };
    }
}
