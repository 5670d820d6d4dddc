/**
 * Which drawn row shows which contact. A contact keeps its row while it is drawn; rows whose contacts are drawn no longer show the ones that come:
 * another text in a row costs less than another row.
 */
export class RowKeys {
  #keys = new Map<string, number>();
  #next = 0;

  /**
   * The key of each contact's row, in their order.
   * @param focused The contact whose row has the focus. Its row shows no other one, or the focus would jump there with it.
   */
  of(ids: string[], focused: string | null): number[] {
    const drawn = new Set(ids);
    const free = [...this.#keys].flatMap(([id, key]) => (drawn.has(id) || id === focused ? [] : [key])).reverse();
    this.#keys = new Map(ids.map((id) => [id, this.#keys.get(id) ?? free.pop() ?? this.#next++]));
    return [...this.#keys.values()];
  }
}
