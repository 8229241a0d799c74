namespace CareExchange.Storage.Database;

/// <summary>An index that only makes searches quick.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Drop">The statement that drops it.</param>
/// <param name="Create">The statement that makes it again.</param>
internal sealed record SecondaryIndex(string Name, string Drop, string Create);
