using CareExchange.Storage.Persons;

namespace CareExchange.Storage.Loading;

/// <summary>The persons of one batch, everything of them hashed and encrypted.</summary>
public sealed class LoadPersons
{
    internal LoadPersons(IReadOnlyList<PreparedPerson> prepared) => Prepared = prepared;

    internal IReadOnlyList<PreparedPerson> Prepared { get; }
}
