using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>One operation (R4 operations.html): what it needs, and what it does. One file each; immutable, shared by all threads.</summary>
/// <remarks>Name, levels and parameters come from the OperationDefinition, so that what is read and what is published cannot differ.</remarks>
public interface IOperation
{
    /// <summary>Canonical of its OperationDefinition.</summary>
    string Definition { get; }

    /// <summary>What the caller must be allowed to do with the type it is asked of; at system level nothing is asked here.</summary>
    OperationNeed Need { get; }

    /// <summary>Its definition where R4 has none; null for one of R4's.</summary>
    OperationDefinition? Own => null;

    /// <summary>The levels it is offered at, among those of its definition and perhaps more; null for exactly those.</summary>
    OperationLevels? Levels => null;

    /// <summary>Parameters beside those of the definition, such as ones that later versions of FHIR added.</summary>
    IReadOnlyList<OperationParameter> More => [];

    /// <summary>True where it changes something: only POST may ask then, whatever the definition says.</summary>
    bool AffectsState => false;

    /// <summary>True where the query holds search parameters as well: they are passed on as <see cref="OperationInput.Query"/>.</summary>
    bool TakesSearch => false;

    /// <summary>True where it writes its own audit entries; the others are recorded as what was asked, and by whom.</summary>
    bool IsRecordedItself => false;

    /// <summary>Carries it out.</summary>
    /// <param name="call">What is asked; its input fits the definition.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answer; or issues, and then nothing was changed.</returns>
    Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken);
}
