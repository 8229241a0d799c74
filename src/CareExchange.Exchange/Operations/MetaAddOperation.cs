using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$meta-add</c> (R4 resource-operation-meta-add.html): profiles, tags and labels are added; those that stand already stay as they are.</summary>
public sealed class MetaAddOperation(WriteServices services, ConsentDecider consent, Schema schema) : MetaChangeOperation(services, consent, schema)
{
    /// <inheritdoc/>
    public override string Definition => "http://hl7.org/fhir/OperationDefinition/Resource-meta-add";

    private protected override bool IsRemoval => false;
}
