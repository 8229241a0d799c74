using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>The persons of one batch, everything of them hashed and encrypted.</summary>
public sealed class LoadPersons
{
    private readonly IReadOnlyList<PreparedPerson> _prepared;

    internal LoadPersons(IReadOnlyList<PreparedPerson> prepared) => _prepared = prepared;

    /// <summary>Adds those who were not known, set by set.</summary>
    /// <param name="transaction">Whose commit they belong to.</param>
    /// <param name="cancellationToken">Cancels; the transaction can only be disposed then.</param>
    /// <returns>By Patient id, why a person could not be added: an identifier is somebody else's (<c>identifier-of-another-person</c>).</returns>
    /// <exception cref="LoadConflictException">Somebody else added one of them in the meantime: begin again.</exception>
    public Task<IReadOnlyDictionary<string, Issue>> SaveAsync(StoreTransaction transaction, CancellationToken cancellationToken) =>
        transaction.SavePreparedAsync(_prepared, cancellationToken);
}
