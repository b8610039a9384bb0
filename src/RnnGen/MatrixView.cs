using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen;

/// <summary>
/// One of the paper's matrices, seen by row i and column j, over whatever memory layout the kernels prefer.
/// The view does not copy: what is written through it is what the next call of the network uses.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct MatrixView<T>
    where T : unmanaged
{
    private readonly ref T _origin;
    private readonly int _rowStride;
    private readonly int _columnStride;

    /// <summary>Lays a view over <paramref name="memory"/>; element [i, j] is <c>memory[i * rowStride + j * columnStride]</c>.</summary>
    /// <param name="memory">The elements; must hold the last one, [rows - 1, columns - 1].</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="rowStride">Distance from one row to the next, in elements; at least 1.</param>
    /// <param name="columnStride">Distance from one column to the next, in elements; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or stride is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="memory"/> is too short.</exception>
    public MatrixView(Span<T> memory, int rows, int columns, int rowStride, int columnStride)
    {
        long wanted = (rows - 1L) * rowStride + (columns - 1L) * columnStride + 1;
        if (rows < 1 || columns < 1 || rowStride < 1 || columnStride < 1 || memory.Length < wanted)
        {
            // Out of the way: the constructor of every network has the JIT compile this one.
            ThrowShape(rows, columns, rowStride, columnStride, wanted, memory.Length);
        }

        _origin = ref MemoryMarshal.GetReference(memory);
        Rows = rows;
        Columns = columns;
        _rowStride = rowStride;
        _columnStride = columnStride;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The element in row <paramref name="i"/> and column <paramref name="j"/>, to read or write.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="i"/> or <paramref name="j"/> is outside the matrix.</exception>
    public ref T this[int i, int j]
    {
        get
        {
            if ((uint)i >= (uint)Rows || (uint)j >= (uint)Columns)
            {
                ThrowIndex(i, j);
            }

            return ref At(i, j);
        }
    }

    /// <summary>Fills the matrix from <paramref name="rowMajor"/>, row after row: PyTorch's order, and NumPy's.</summary>
    /// <param name="rowMajor">Rows × Columns elements.</param>
    /// <exception cref="ArgumentException">The length is not Rows × Columns; nothing is written then.</exception>
    public void CopyFrom(ReadOnlySpan<T> rowMajor)
    {
        CheckLength(rowMajor.Length, nameof(rowMajor));
        int next = 0;
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                At(i, j) = rowMajor[next++];
            }
        }
    }

    /// <summary>Writes the matrix to <paramref name="rowMajor"/>, row after row.</summary>
    /// <param name="rowMajor">Rows × Columns elements.</param>
    /// <exception cref="ArgumentException">The length is not Rows × Columns; nothing is written then.</exception>
    public void CopyTo(Span<T> rowMajor)
    {
        CheckLength(rowMajor.Length, nameof(rowMajor));
        int next = 0;
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                rowMajor[next++] = At(i, j);
            }
        }
    }

    /// <summary>A new array with the elements row after row.</summary>
    public T[] ToArray()
    {
        var rowMajor = new T[Rows * Columns];
        CopyTo(rowMajor);
        return rowMajor;
    }

    private ref T At(int i, int j) => ref Unsafe.Add(ref _origin, (nint)i * _rowStride + (nint)j * _columnStride);

    [DoesNotReturn]
    private static void ThrowShape(int rows, int columns, int rowStride, int columnStride, long wanted, int given)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columnStride, 1);
        throw new ArgumentException($"A {rows} by {columns} view with these strides needs {wanted} elements; the memory holds {given}.", "memory");
    }

    private void CheckLength(int given, string name)
    {
        if (given != Rows * Columns)
        {
            throw new ArgumentException($"The matrix is {Rows} by {Columns}: {name} must hold {Rows * Columns} elements; it holds {given}.", name);
        }
    }

    private void ThrowIndex(int i, int j) =>
        throw new IndexOutOfRangeException($"[{i}, {j}] is outside the matrix, which is {Rows} by {Columns}.");
}
