using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>The ElementDefinitions of one StructureDefinition, differential and snapshot, each judged by itself and beside the others.</summary>
internal sealed class DefinedElements(Element structure, TypeDefinition known, ValidationRun run)
{
    /// <summary>Judges them all.</summary>
    public void Check()
    {
        var type = structure["type"].Text;
        var name = type is null ? null : type[(type.LastIndexOf('/') + 1)..];
        foreach (var view in (string[])["differential", "snapshot"])
        {
            if (structure[view] is not { Exists: true } list) continue;
            var isSnapshot = view == "snapshot";
            var constraints = new DefinedConstraints(structure, known, isSnapshot, run);
            foreach (var element in list.Children("element"))
            {
                if (run.IsFull) return;
                if (element["path"].Text is not { } path) continue;
                var definition = new DefinedElement(element, path, structure, known, isSnapshot, run);
                definition.CheckPath(name);
                definition.CheckSlicing();
                definition.CheckTypes();
                definition.CheckCharacteristics();
                if (isSnapshot) definition.CheckValues();
                constraints.Check(element, path);
            }
        }
    }
}
