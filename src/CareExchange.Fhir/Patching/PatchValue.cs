namespace CareExchange.Fhir.Patching;

/// <summary>What an operation of a FHIRPath Patch puts somewhere: JSON as the resource will have it.</summary>
/// <param name="TypeName">The type; null for a value that was put together from parts.</param>
/// <param name="Json">The value; null for a primitive that has only extensions.</param>
/// <param name="Twin">What stands under the underscore name; null for most.</param>
/// <param name="Parts">Named values that make up an anonymous element; null for all others.</param>
internal sealed record PatchValue(string? TypeName, PatchNode? Json, PatchNode? Twin, IReadOnlyList<(string Name, PatchValue Value)>? Parts = null);
