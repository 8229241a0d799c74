using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$meta-delete</c> (R4 resource-operation-meta-delete.html): profiles, tags and labels are taken away; those that do not stand are no fault.</summary>
public sealed class MetaDeleteOperation(WriteServices services, ConsentDecider consent, Schema schema) : MetaChangeOperation(services, consent, schema)
{
    /// <inheritdoc/>
    public override string Definition => "http://hl7.org/fhir/OperationDefinition/Resource-meta-delete";

    private protected override bool IsRemoval => true;
}
