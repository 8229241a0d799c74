using System.Reflection;
using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CareExchange.Storage.Tests.Database;

/// <summary>Whether a migration is missing is asked without loading any.</summary>
public sealed class MigrationIdsTests
{
    [Fact]
    public void They_are_those_of_every_migration()
    {
        var named = typeof(StorageDatabase).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToList();

        Assert.NotEmpty(named);
        Assert.Equal(named.Order(StringComparer.Ordinal), MigrationIds.All().Order(StringComparer.Ordinal));
    }
}
