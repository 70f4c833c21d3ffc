// Looking up without signal (public/field-look-up.js): by door, name and the tail of a number, in a grid of a thousand doors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./phone.mjs";

const { fieldLookUp } = load("field-look-up.js");

function grid(buildings) {
  const door = (building, floor, at) => ({
    short: `${building}-1-${floor}0${at}`,
    people: [{ name: at === 1 ? "张*" : "欧**", phone: `138****${building}${floor}${at}9`.slice(0, 11) }],
  });
  const doors = (building) => Array.from({ length: 6 }, (_, floor) => [1, 2].map((at) => door(building, floor + 1, at))).flat();
  return { buildings: Array.from({ length: buildings }, (_, at) => ({ number: at + 1, estate: "阳光花园", street: null, doors: doors(at + 1) })) };
}

const shorts = (lines) => lines.map(({ door }) => door.short);

test("a door is found however it is typed, the exact one first", () => {
  const lines = fieldLookUp.index(grid(12));
  for (const text of ["3-1-402", " 3-1-402 ", "３-1-402", "31402"]) assert.equal(shorts(fieldLookUp.search(lines, text))[0], "3-1-402", text);
  assert.ok(shorts(fieldLookUp.search(lines, "402")).every((short) => short.endsWith("-402")));
  assert.equal(shorts(fieldLookUp.search(lines, "3-1")).length, 12);
});

test("a person is found by the sign that the mask leaves and by the tail of the number", () => {
  const lines = fieldLookUp.index(grid(3));
  assert.ok(fieldLookUp.search(lines, "张建国").length > 0);
  assert.deepEqual(shorts(fieldLookUp.search(lines, "2519")), ["2-1-501"]);
  assert.equal(fieldLookUp.search(lines, "李四").length, 0);
  assert.equal(fieldLookUp.search(lines, "").length, 0);
});

test("no more is shown than fits, and the masks' stars find nothing", () => {
  const lines = fieldLookUp.index(grid(90));
  assert.equal(fieldLookUp.search(lines, "欧阳").length, 30);
  assert.equal(fieldLookUp.search(lines, "*").length, 0);
});
