using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>The cookie and anti-forgery key ring.</summary>
/// <remarks>Synchronous because Data Protection asks for its keys synchronously, a few times in a process's life.</remarks>
public sealed class ProtectionKeyStore(StorageDatabase database)
{
    /// <summary>All elements.</summary>
    public IReadOnlyList<ProtectionKey> List()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, xml FROM protection_keys ORDER BY name";
        using var reader = command.ExecuteReader();
        var keys = new List<ProtectionKey>();
        while (reader.Read()) keys.Add(new() { Name = reader.GetString(0), Xml = reader.GetString(1) });
        return keys;
    }

    /// <summary>Keeps an element, replacing one of the same name.</summary>
    public void Put(ProtectionKey key)
    {
        using var context = database.CreateContext();
        using var transaction = context.Database.BeginTransaction();
        context.Set<ProtectionKey>().Where(stored => stored.Name == key.Name).ExecuteDelete();
        context.Add(key);
        context.SaveChanges();
        transaction.Commit();
    }
}
