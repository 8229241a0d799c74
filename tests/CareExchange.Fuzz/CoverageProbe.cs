using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace CareExchange.Fuzz;

/// <summary>Writes a probe into every branch of an assembly: each counts the edge from the probe before it, in a map of 64 Ki counters.</summary>
internal static class CoverageProbe
{
    public const string TypeName = "CareExchange.Coverage";
    public const int MapSize = 1 << 16;

    /// <summary>The assembly with probes, and a type <see cref="TypeName"/> that has the static field <c>Map</c>.</summary>
    public static byte[] Instrument(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var module = assembly.MainModule;
        var (type, hit) = AddCounter(module);

        // A fixed sequence: the same build gives the same map, so a run can be repeated.
        var id = 12_345u;
        foreach (var method in module.GetTypes().Where(one => one != type).SelectMany(one => one.Methods).Where(one => one.HasBody).ToList())
        {
            method.Body.SimplifyMacros();
            foreach (var head in Heads(method.Body)) Insert(method.Body, head, hit, (int)((id = (id * 1_664_525) + 1_013_904_223) >> 16));
            method.Body.OptimizeMacros();
        }

        using var output = new MemoryStream();
        assembly.Write(output);
        return output.ToArray();
    }

    // static void Hit(int id) { Map[id ^ previous]++; previous = id >> 1; }
    private static (TypeDefinition Type, MethodDefinition Hit) AddCounter(ModuleDefinition module)
    {
        var split = TypeName.LastIndexOf('.');
        var type = new TypeDefinition(TypeName[..split], TypeName[(split + 1)..], TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        var map = new FieldDefinition("Map", FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Byte));
        var previous = new FieldDefinition("Previous", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int32);
        type.Fields.Add(map);
        type.Fields.Add(previous);
        module.Types.Add(type);
        var hit = Method(module, type, "Hit", MethodAttributes.Public);
        hit.Parameters.Add(new("id", ParameterAttributes.None, module.TypeSystem.Int32));
        var il = hit.Body.GetILProcessor();
        il.Emit(OpCodes.Ldsfld, map);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, previous);
        il.Emit(OpCodes.Xor);
        il.Emit(OpCodes.Ldelema, module.TypeSystem.Byte);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldind_U1);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Conv_U1);
        il.Emit(OpCodes.Stind_I1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Shr);
        il.Emit(OpCodes.Stsfld, previous);
        il.Emit(OpCodes.Ret);
        var initializer = Method(module, type, ".cctor", MethodAttributes.Private | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName);
        il = initializer.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, MapSize);
        il.Emit(OpCodes.Newarr, module.TypeSystem.Byte);
        il.Emit(OpCodes.Stsfld, map);
        il.Emit(OpCodes.Ret);
        return (type, hit);
    }

    private static MethodDefinition Method(ModuleDefinition module, TypeDefinition type, string name, MethodAttributes access)
    {
        var method = new MethodDefinition(name, access | MethodAttributes.Static | MethodAttributes.HideBySig, module.TypeSystem.Void);
        type.Methods.Add(method);
        return method;
    }

    // The beginning of the method, and both ways out of every decision.
    private static HashSet<Instruction> Heads(MethodBody body)
    {
        var heads = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            if (instruction.OpCode.FlowControl != FlowControl.Cond_Branch) continue;
            if (instruction.Operand is Instruction target) heads.Add(target);
            else foreach (var one in (Instruction[])instruction.Operand) heads.Add(one);
            if (instruction.Next is { } next) heads.Add(next);
        }

        return heads;
    }

    // The head itself becomes the first instruction of the probe, so whoever jumps there, or guards a range from there, still does.
    private static void Insert(MethodBody body, Instruction head, MethodReference hit, int id)
    {
        var copy = Instruction.Create(OpCodes.Nop);
        (copy.OpCode, copy.Operand) = (head.OpCode, head.Operand);
        (head.OpCode, head.Operand) = (OpCodes.Ldc_I4, id);
        var il = body.GetILProcessor();
        var call = Instruction.Create(OpCodes.Call, hit);
        il.InsertAfter(head, call);
        il.InsertAfter(call, copy);
    }
}
