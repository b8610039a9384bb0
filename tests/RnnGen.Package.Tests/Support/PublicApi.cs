using System.Reflection;
using System.Runtime.CompilerServices;

namespace RnnGen.Package.Tests.Support;

/// <summary>Prints what others can compile against: every visible type, and after it its members, a line each, sorted.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(string)] = "string", [typeof(object)] = "object", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static string[] Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend(Declaration(type)))];

    private static string Declaration(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? (Has<IsReadOnlyAttribute>(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + "class";
        IEnumerable<Type> inherited = type.BaseType is { } parent && parent != typeof(object) ? [parent] : [];
        string[] bases = type.IsEnum || type.IsValueType ? [] : [.. inherited.Concat(type.GetInterfaces()).Select(Name).Order(StringComparer.Ordinal)];
        return $"public {kind} {Name(type)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{Name(type)}.{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{Access(constructor)}{Name(type)}({Parameters(constructor.GetParameters())})")
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod!)).Select(member => $"{Access(member.AddMethod!)}event {Name(member.EventHandlerType!)} {Name(type)}.{member.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(Method));
    }

    private static string Field(FieldInfo field)
    {
        string access = field.IsPublic ? "public " : "protected ";
        string kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {FormattableString.Invariant($"{field.GetRawConstantValue()}")}" : "";
        return $"{access}{kind}{Name(field.FieldType)} {Name(field.DeclaringType!)}.{field.Name}{value}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = property.GetAccessors(nonPublic: true).First(IsVisible);
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string get = property.GetMethod is { } getter && IsVisible(getter) ? " get;" : "";
        string set = property.SetMethod is { } setter && IsVisible(setter) ? (isInit ? " init;" : " set;") : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{Parameters(index)}]" : property.Name;
        return $"{Access(accessor)}{Returned(accessor.ReturnParameter, property.PropertyType)} {Name(property.DeclaringType!)}.{name} {{{get}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        Type[] generics = method.GetGenericArguments();
        string arguments = generics.Length > 0 ? $"<{string.Join(", ", generics.Select(Name))}>" : "";
        return $"{Access(method)}{Returned(method.ReturnParameter, method.ReturnType)} {Name(method.DeclaringType!)}.{method.Name}{arguments}({Parameters(method.GetParameters())}){Constraints(generics)}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method)
    {
        bool inherits = method is MethodInfo info && info.GetBaseDefinition().DeclaringType != info.DeclaringType;
        string kind = method.IsStatic ? "static "
            : !method.IsVirtual || method.DeclaringType!.IsInterface ? ""
            : inherits ? "override "
            : method.IsAbstract ? "abstract "
            : method.IsFinal ? "" : "virtual ";
        return (method.IsPublic ? "public " : "protected ") + kind;
    }

    private static string Returned(ParameterInfo parameter, Type type) =>
        (type.IsByRef ? parameter.GetRequiredCustomModifiers().Length > 0 || Has<IsReadOnlyAttribute>(parameter) ? "ref readonly " : "ref " : "") + Name(type);

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string way = !parameter.ParameterType.IsByRef ? ""
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : Has<RequiresLocationAttribute>(parameter) ? "ref readonly " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {FormattableString.Invariant($"{parameter.RawDefaultValue ?? "default"}")}" : "";
        return $"{way}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Constraints(Type[] generics) => string.Concat(generics.Where(type => type.IsGenericParameter).Select(type =>
    {
        GenericParameterAttributes flags = type.GenericParameterAttributes;
        bool unmanaged = type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute");
        IEnumerable<string> special = unmanaged ? ["unmanaged"]
            : flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"]
            : flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"]
            : flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : [];
        string[] all = [.. special, .. type.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(Name)];
        return all.Length > 0 ? $" where {type.Name} : {string.Join(", ", all)}" : "";
    }));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string outer = type.IsNested ? Name(type.DeclaringType!) : type.Namespace!;
        string plain = $"{outer}.{type.Name.Split('`')[0]}";
        int inherited = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        string[] arguments = [.. type.GetGenericArguments().Skip(inherited).Select(Name)];
        return s_keywords.GetValueOrDefault(type) ?? (arguments.Length > 0 ? $"{plain}<{string.Join(", ", arguments)}>" : plain);
    }

    private static bool Has<TAttribute>(ICustomAttributeProvider provider)
        where TAttribute : Attribute => provider.IsDefined(typeof(TAttribute), inherit: false);
}
