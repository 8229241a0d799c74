using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Validation.Rules;

/// <summary>What a run can ask of the compiled definitions.</summary>
internal interface IRuleSource
{
    /// <summary>The definitions.</summary>
    Schema Schema { get; }

    /// <summary>Value sets.</summary>
    ValueSetMembership Membership { get; }

    /// <summary>The rules of a type by its name; null where the schema has no type of this name.</summary>
    ElementRules? Find(string typeName);

    /// <summary>The rules of a profile by its canonical, with or without <c>|version</c>; null where the schema does not have it.</summary>
    ProfileRules? FindProfile(string canonical);
}
